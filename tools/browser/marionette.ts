/**
 * A client for Marionette, the remote protocol built into Firefox.
 *
 * WebDriver BiDi would be the newer way, but it refuses `moz-extension:` pages and gives no access to closed shadow roots
 * or the toolbar (seen with Firefox 153 ESR, 2026-11); Marionette, started with `-remote-allow-system-access`, does all
 * three. The wire format is a length, a colon and a JSON array: `[0, id, command, parameters]` is answered by
 * `[1, id, error, result]`. https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
import { connect, type Socket } from 'node:net';
import { z } from 'zod';

const Answer = z.tuple([
  z.literal(1),
  z.number(),
  z.object({ error: z.string(), message: z.string() }).nullable(),
  z.unknown(),
]);

export class MarionetteError extends Error {
  override name = 'MarionetteError';
  /** WebDriver's error code, e.g. `script timeout`. */
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

export class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #buffer = Buffer.alloc(0);
  #lastId = 0;
  #ended: Error | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data: Buffer) => this.#receive(data));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('Firefox closed the connection')));
  }

  static connect(port: number): Promise<Marionette> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Marionette(socket));
      });
    });
  }

  /** Sends one command; rejects with a MarionetteError when Firefox refuses it. */
  send(command: string, parameters: object = {}): Promise<unknown> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    this.#lastId += 1;
    const id = this.#lastId;
    const text = Buffer.from(JSON.stringify([0, id, command, parameters]));
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
    });
  }

  end(): void {
    this.#socket.destroy();
  }

  #receive(data: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const colon = this.#buffer.indexOf(':');
      if (colon === -1) return;
      const length = Number(this.#buffer.subarray(0, colon).toString('latin1'));
      if (!Number.isInteger(length)) {
        this.#fail(new Error('Firefox sent something that is not Marionette'));
        return;
      }
      if (this.#buffer.length < colon + 1 + length) return;
      const text = this.#buffer.subarray(colon + 1, colon + 1 + length).toString('utf8');
      this.#buffer = this.#buffer.subarray(colon + 1 + length);
      this.#answer(JSON.parse(text));
    }
  }

  #answer(message: unknown): void {
    // The greeting is an object, not an array; it needs no answer.
    const parsed = Answer.safeParse(message);
    if (!parsed.success) return;
    const [, id, error, result] = parsed.data;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === null) waiting?.resolve(result);
    else waiting?.reject(new MarionetteError(error.error, error.message));
  }

  #fail(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    this.#socket.destroy();
  }
}
