/** What an update of the built-in rules costs: bytes on the wire, and the client's work, beside sending the compiled pack. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compile } from '../../lib/rules/compile.ts';
import { encodePack } from '../../lib/rules/pack.ts';
import { makeDelta } from '../../lib/sync/delta.ts';
import { fetchUpdate } from '../../lib/sync/fetch-update.ts';
import { compileRules, decodeRules, encodeRules } from '../../lib/sync/formats/rules.ts';
import { sha256 } from '../../lib/sync/trust/encoding.ts';
import { acceptHead, install, trustRoot } from '../../lib/sync/trust/update.ts';
import { BUILT_IN_RULES } from '../../tools/pack/load.ts';
import { readSources } from '../../tools/pack/source.ts';
import { day, gzip, packOf, publication, rootFile } from '../fixtures/sync/forge.ts';
import { type Bench, type BenchRow, median } from './table.ts';

const INFO = { publisher: 'bench', version: '1' };

async function timed(rounds: number, work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

/** Bytes in both directions, headers included, of one check that finds nothing new. */
async function unchangedCheck(state: Parameters<typeof fetchUpdate>[1], now: number): Promise<number> {
  let bytes = 0;
  const server = createServer(({ socket }, response) => {
    response.on('finish', () => {
      bytes += socket.bytesRead + socket.bytesWritten;
    });
    response.writeHead(304).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const result = await fetchUpdate(address, state, { now });
  if (result.kind !== 'unchanged') throw new Error(`the check ended with ${result.kind}`);
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (bytes === 0) throw new Error('no request was counted');
  return bytes;
}

const bench: Bench = {
  title: 'Rule updates (built-in rules)',
  async run(): Promise<BenchRow[]> {
    const directory = await readSources(BUILT_IN_RULES);
    const shared = directory.shared?.data ?? {};
    const families = directory.sources.map(({ family }) => family);
    const full = encodeRules({ families, shared });
    const compiled = compile(families, INFO, shared);
    if (!compiled.ok) throw new Error('the built-in rules do not compile');

    const hash = await sha256(full);
    const shares = await Promise.all(
      families.map(async (family) => {
        const changed = families.map((one) => (one === family ? { ...one, severity: 'low' as const } : one));
        const bytes = encodeRules({ families: changed, shared });
        const delta = makeDelta({ bytes: full, sha256: hash }, { bytes, sha256: await sha256(bytes) });
        return delta.ok ? gzip(delta.value).length : Number.NaN;
      }),
    );

    const pack = await packOf(full);
    const files = await publication([pack], { sequence: 1 });
    const root = await rootFile({}, ['root-a', 'root-b']);
    const pinned = await trustRoot(root['1.root.json'] ?? full);
    const head = files['head.json'] ?? full;
    const now = Date.parse(day(2));
    const accepted = pinned.ok ? await acceptHead(pinned.value, head, now) : pinned;
    if (!pinned.ok || !accepted.ok) throw new Error('the publication is not good');
    const state = install(accepted.value.state, [pack.entry]);

    const wire = gzip(full).length;
    const sources = decodeRules(full);
    if (!sources.ok) throw new Error('the transport form is not good');
    return [
      { what: 'full pack, transport form, gzipped', value: wire / 1000, unit: 'kB' },
      {
        what: 'full pack, compiled, gzipped',
        value: gzip(encodePack(compiled.value)).length / 1000,
        unit: 'kB',
        note: 'alternative',
      },
      {
        what: 'delta with one of the families changed, of the full pack',
        value: (100 * median(shares)) / wire,
        unit: '%',
        bar: { atMost: 5 },
        note: `median over ${families.length} families; largest ${((100 * Math.max(...shares)) / wire).toFixed(1)} %`,
      },
      {
        what: 'check that finds nothing new, both directions with headers',
        value: await unchangedCheck(state, now),
        unit: 'B',
        bar: { atMost: 1000 },
      },
      {
        what: 'verify a head (Ed25519)',
        value: await timed(20, () => acceptHead(pinned.value, head, now)),
        unit: 'ms',
      },
      { what: 'parse and check the transport form', value: await timed(5, () => decodeRules(full)), unit: 'ms' },
      {
        what: 'compile it, once an update',
        value: await timed(5, () => compileRules(sources.value, INFO)),
        unit: 'ms',
      },
    ];
  },
};

export default bench;
