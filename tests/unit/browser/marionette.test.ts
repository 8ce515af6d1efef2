import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Marionette, MarionetteError } from '../../../tools/browser/marionette.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function frame(value: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(value));
  return Buffer.concat([Buffer.from(`${text.length}:`), text]);
}

/** A Firefox that greets and answers each command with what `answer` makes of it. */
async function firefox(answer: (id: number, command: string, socket: Socket) => void): Promise<Marionette> {
  const server = createServer((socket) => {
    socket.write(frame({ applicationType: 'gecko', marionetteProtocol: 3 }));
    socket.on('data', (data) => {
      const text = data.toString();
      const [, id, command] = JSON.parse(text.slice(text.indexOf(':') + 1));
      answer(id, command, socket);
    });
    socket.on('error', () => {});
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Marionette.connect((server.address() as AddressInfo).port);
}

describe('Marionette', () => {
  test('answers arrive whole, however the bytes are cut', async () => {
    const client = await firefox(async (id, _command, socket) => {
      const bytes = frame([1, id, null, { value: 'été ☂' }]);
      for (const byte of bytes) socket.write(Buffer.from([byte]));
    });
    expect(await client.send('WebDriver:GetTitle')).toEqual({ value: 'été ☂' });
    client.end();
  });

  test('two answers in one packet, out of order, reach their askers', async () => {
    const ids: number[] = [];
    const client = await firefox((id, _command, socket) => {
      ids.push(id);
      if (ids.length === 2) {
        socket.write(Buffer.concat(ids.reverse().map((one) => frame([1, one, null, { value: one }]))));
      }
    });
    const first = client.send('a');
    // The server reads one command a packet; the second goes out once the first is on its way.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = client.send('b');
    expect(await Promise.all([first, second])).toEqual([{ value: 1 }, { value: 2 }]);
    client.end();
  });

  test('a refusal is an error with its code', async () => {
    const client = await firefox((id, _command, socket) => {
      socket.write(frame([1, id, { error: 'no such element', message: 'gone', stacktrace: '' }, null]));
    });
    const error = await client.send('WebDriver:FindElement').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MarionetteError);
    expect(error).toMatchObject({ code: 'no such element' });
    client.end();
  });

  test('a connection that ends rejects what is under way and what comes after', async () => {
    const client = await firefox((_id, _command, socket) => socket.destroy());
    await expect(client.send('a')).rejects.toThrow('Firefox closed the connection');
    await expect(client.send('b')).rejects.toThrow('Firefox closed the connection');
  });

  test('what is not Marionette ends the connection', async () => {
    const client = await firefox((_id, _command, socket) => socket.write('HTTP/1.1 400: no'));
    await expect(client.send('a')).rejects.toThrow('not Marionette');
  });
});
