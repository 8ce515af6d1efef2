import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offerOfGood } from '../../../tools/standin/catalogue.ts';
import { type Standin, startStandin } from '../../../tools/standin/server.ts';

let standin: Standin;
beforeAll(async () => {
  standin = await startStandin();
});
afterAll(() => standin.close());

async function tunnel(target: string): Promise<{ status: number; socket: Duplex }> {
  const request = httpRequest({ host: '127.0.0.1', port: standin.port, method: 'CONNECT', path: target, agent: false });
  request.end();
  const [response, socket]: [{ statusCode: number }, Duplex] = (await once(request, 'connect')) as never;
  return { status: response.statusCode, socket };
}

/** One https request as a browser behind the gate would make it. */
async function get(url: string): Promise<{ status: number; type: string; body: string }> {
  const { hostname, pathname, search } = new URL(url);
  const { socket } = await tunnel(`${hostname}:443`);
  // The certificate is made anew at each start and signed by itself; browsers are told its key.
  const tls = tlsConnect({ socket, servername: hostname, rejectUnauthorized: false });
  const request = httpsRequest({ createConnection: () => tls, host: hostname, path: pathname + search });
  request.end();
  const [response]: [IncomingMessage] = (await once(request, 'response')) as never;
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += String(chunk);
  tls.destroy();
  return { status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body };
}

describe('the gate', () => {
  test('refuses every host that is no marketplace, and remembers it', async () => {
    for (const target of [
      'www.example.com:443',
      'notaliexpress.com:443',
      'aliexpress.com.evil.example:443',
      'www.joom.com:80',
    ]) {
      const { status, socket } = await tunnel(target);
      socket.destroy();
      expect(status).toBe(403);
      expect(standin.refused.at(-1)).toBe(target);
    }
  });

  test('refuses plain http', async () => {
    const request = httpRequest({ host: '127.0.0.1', port: standin.port, path: 'http://www.joom.com/', agent: false });
    request.end();
    const [response]: [{ statusCode: number; resume(): void }] = (await once(request, 'response')) as never;
    response.resume();
    expect(response.statusCode).toBe(403);
  });

  test('a port that is taken is an error', async () => {
    await expect(startStandin({ port: standin.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('the shops', () => {
  test('AliExpress ships a shell without title or price, and the content on request', async () => {
    const { id, good } = offerOfGood('aliexpress', 'mug');
    const shell = await get(`https://fr.aliexpress.com/item/${id}.html`);
    expect(shell).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    expect(shell.body).toContain('window.runParams = {}');
    expect(shell.body).not.toMatch(/<title>|<h1|ld\+json/);
    const content = JSON.parse((await get(`https://fr.aliexpress.com/_standin/item?id=${id}`)).body);
    expect(content.html).toContain(`<h1 data-pl="product-title" data-tticheck="true">${good.fr}</h1>`);
    expect(content.head).toContain('application/ld+json');
  });

  test('the host or the path chooses the language', async () => {
    const { good } = offerOfGood('joom', 'knuckles');
    const french = JSON.parse((await get('https://www.joom.com/_standin/route?path=/fr/search/q.mug')).body);
    const english = JSON.parse((await get('https://www.joom.com/_standin/route?path=/en/search/q.mug')).body);
    expect(french.html).toContain(good.fr);
    expect(english.html).toContain(good.en);
  });

  test.each([
    ['AliExpress', 'https://fr.aliexpress.com/_standin/cards?', /search-item-card-wrapper/g],
    ['Joom', 'https://www.joom.com/_standin/cards?path=/fr&', /content___Xk1f7/g],
    ['Shein', 'https://fr.shein.com/_standin/cards?', /<section class="product-card/g],
  ])('%s grows its list by twenty, and ends', async (_name, address, card) => {
    const more = JSON.parse((await get(`${address}from=60`)).body);
    expect(more.cards.match(card)).toHaveLength(20);
    expect(more.done).toBe(false);
    const last = JSON.parse((await get(`${address}from=80`)).body);
    expect(last.done).toBe(true);
    expect(JSON.parse((await get(`${address}from=500`)).body)).toEqual({ cards: '', done: true });
  });

  test('Shein keeps its state as JSON that a parser reads', async () => {
    const { id, good, seller } = offerOfGood('shein', 'magnet-balls');
    const { body } = await get(`https://fr.shein.com/x-p-${id}.html`);
    const source = /window\.gbRawData = (.*?);document\.dispatchEvent/s.exec(body)?.[1] ?? '';
    const state = JSON.parse(source);
    expect(state.modules.productInfo.goods_name).toBe(good.fr);
    expect(state.modules.storeInfo).toEqual({ store_code: seller.id, title: seller.name });
    expect(state.canonicalInfo.goods_id).toBe(id);
  });

  test('a hostile title stays text in every place', async () => {
    const shell = await get('https://fr.aliexpress.com/item/1005000000000666.html');
    const content = JSON.parse((await get('https://fr.aliexpress.com/_standin/item?id=1005000000000666')).body);
    for (const html of [shell.body, content.html, content.head]) {
      expect(html).not.toContain('<img src=x');
      expect(html).not.toContain('<script>document.documentElement');
    }
  });

  test('pictures are drawn, whatever suffix the page asks for', async () => {
    for (const path of ['kf/S0mug.jpg_350x350.jpg_.avif', 'kf/S1desk-lamp.jpg']) {
      const { type, body } = await get(`https://ae-pic-a1.aliexpress-media.com/${path}`);
      expect(type).toBe('image/svg+xml');
      expect(body).toMatch(/^<svg .*<path|<rect|<circle/s);
    }
  });

  test('unknown pages are 404, malformed addresses 400, and a page of the caller’s own takes precedence', async () => {
    expect((await get('https://fr.aliexpress.com/item/1.html')).status).toBe(404);
    expect((await get('https://fr.shein.com/x-p-1.html')).status).toBe(404);
    expect((await get('https://www.joom.com/fr/search/q.%E0%A4%A')).status).toBe(400);
    const back = standin.serve('https://pl.aliexpress.com/item/7.html', '<h1>own</h1>');
    expect((await get('https://pl.aliexpress.com/item/7.html?spm=1')).body).toBe('<h1>own</h1>');
    back();
    expect((await get('https://pl.aliexpress.com/item/7.html?spm=1')).body).not.toBe('<h1>own</h1>');
  });
});
