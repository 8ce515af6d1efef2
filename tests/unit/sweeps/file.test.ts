import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { feedbackLines, queueCsv } from '../../../lib/sweeps/export.ts';
import { campaignFile, fileName, readSweepFile, sweepFile } from '../../../lib/sweeps/file.ts';
import { mergeSweeps } from '../../../lib/sweeps/merge.ts';
import { signedSummary, summaryOf } from '../../../lib/sweeps/summary.ts';
import { Sweep } from '../../../lib/sweeps/sweep.ts';
import { sha256, toBase64 } from '../../../lib/sync/trust/encoding.ts';
import { type PublicKey, sign } from '../../../lib/sync/trust/signature.ts';
import { ANA, CAMPAIGN, card, entry, finding, key, START, sweepArbitrary, visit } from './made.ts';

async function signer() {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  const key: PublicKey = { alg: 'P-256', spki: toBase64(spki) };
  return { pair, spki, key, id: await sha256(spki) };
}

async function envelope(
  text: string,
  { pair, id }: Awaited<ReturnType<typeof signer>>,
  kind: 'campaign' | 'head' = 'campaign',
) {
  const bytes = new TextEncoder().encode(text);
  return JSON.stringify({
    signed: toBase64(bytes),
    signatures: [await sign(kind, bytes, id, 'P-256', pair.privateKey)],
  });
}

describe('campaign file', () => {
  test('comes back as it was written', async () => {
    expect(await readSweepFile(campaignFile(CAMPAIGN), [])).toEqual({
      ok: true,
      kind: 'campaign',
      campaign: CAMPAIGN,
      signed: false,
    });
  });

  test('signed by the authority in use: taken; by another, or for another purpose: not', async () => {
    const [authority, stranger] = [await signer(), await signer()];
    const file = await envelope(campaignFile(CAMPAIGN), authority);
    expect(await readSweepFile(file, [authority.key])).toMatchObject({ ok: true, signed: true, campaign: CAMPAIGN });
    const unknown = { ok: false, fault: { kind: 'unknown-signer' } };
    expect(await readSweepFile(file, [stranger.key])).toEqual(unknown);
    expect(await readSweepFile(file, [])).toEqual(unknown);
    expect(await readSweepFile(await envelope(campaignFile(CAMPAIGN), authority, 'head'), [authority.key])).toEqual(
      unknown,
    );
  });

  test.each([
    ['no JSON', 'x', { kind: 'not-json' }],
    ['other JSON', '{"schema":"vigie-report/1"}', { kind: 'not-one' }],
    [
      'a newer version',
      JSON.stringify({ ...CAMPAIGN, schema: 'vigie-campaign/2' }),
      { kind: 'newer', format: 'vigie-campaign/2' },
    ],
    ['a newer sweep', '{"schema":"vigie-sweep/7"}', { kind: 'newer', format: 'vigie-sweep/7' }],
    [
      'a child-protection family',
      JSON.stringify({ ...CAMPAIGN, families: ['childlike_doll'] }),
      { kind: 'child-protection' },
    ],
    [
      'a fault',
      JSON.stringify({ ...CAMPAIGN, pages: 'two' }),
      { kind: 'faulty', where: expect.stringMatching(/^pages: /) },
    ],
  ])('%s is refused with what is wrong', async (_name, text, fault) => {
    expect(await readSweepFile(text, [])).toEqual({ ok: false, fault });
  });

  test('whatever the text, reading it gives a value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        expect(typeof (await readSweepFile(text, [])).ok).toBe('boolean');
      }),
    );
  });

  test('its name is one that every system takes', () => {
    expect(fileName({ name: '../Épées & "couteaux"/2026' }, 'sweep', 'json')).toBe(
      'vigie-e-pe-es-couteaux-2026-sweep.json',
    );
    expect(fileName({ name: '刀' }, 'queue', 'csv')).toBe('vigie-campaign-queue.csv');
  });
});

describe('sweep file', () => {
  test('comes back as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(sweepArbitrary, async (data) => {
        expect(await readSweepFile(sweepFile(data), [])).toEqual({ ok: true, kind: 'sweep', data });
      }),
      { numRuns: 30 },
    );
  });

  test('with a child-protection finding, or of another campaign, is refused', async () => {
    const sensitive = card(1, { findings: [finding({ family: 'childlike_doll' })] });
    const stranger = visit(1, [], { campaign: ANA.id });
    for (const visits of [[visit(1, [sensitive])], [stranger]]) {
      expect(await readSweepFile(sweepFile({ campaign: CAMPAIGN, visits, journal: [] }), [])).toMatchObject({
        ok: false,
        fault: { kind: 'faulty' },
      });
    }
  });

  test('hostile text in cards and notes is cleaned', async () => {
    const hostile = card(1, { title: 'a\u202Eb\u0000<img src=x onerror=alert(1)>' });
    const note = entry({ kind: 'note', text: `x\u2066y${'z'.repeat(5000)}`, listing: key(1), by: ANA, at: START });
    const result = await readSweepFile(
      sweepFile({ campaign: CAMPAIGN, visits: [visit(1, [hostile])], journal: [note] }),
      [],
    );
    if (!result.ok || result.kind !== 'sweep') throw new Error('the file is not taken');
    expect(result.data.visits[0]?.cards[0]?.title).toBe('ab<img src=x onerror=alert(1)>');
    const [cleaned] = result.data.journal;
    expect(cleaned?.kind === 'note' && cleaned.text.length).toBe(2000);
  });
});

describe('exports', () => {
  const sweep = new Sweep(
    CAMPAIGN,
    [
      visit(1, [
        card(1, { title: '=HYPERLINK("http://x")' }),
        card(2),
        card(3, { findings: [] }),
        card(4, { findings: [] }),
      ]),
    ],
    [
      entry({ kind: 'verdict', verdict: 'suspicious', listing: key(1), by: ANA, at: START }),
      entry({ kind: 'verdict', verdict: 'not-illicit', listing: key(2), by: ANA, at: START }),
      entry({ kind: 'add', listing: key(3), by: ANA, at: START }),
    ],
  );

  test('CSV: the queue, a line each, no formula', () => {
    const lines = queueCsv(sweep).trim().split('\r\n');
    expect(lines).toHaveLength(1 + 3);
    expect(lines.join('\n')).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(lines.join('\n')).not.toMatch(/(^|,)"=/m);
  });

  test('feedback for rule authors: missed, false alarm, confirmed; cards nobody judged are none', () => {
    const lines = feedbackLines(sweep)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ id, kind }) => [id, kind])).toEqual([
      [key(1), 'confirmed'],
      [key(2), 'false-alarm'],
      [key(3), 'missed'],
    ]);
    expect(JSON.stringify(lines)).not.toContain('Store');
  });

  test('the signed summary verifies over its own bytes and holds the figures', async () => {
    const { pair, spki, id } = await signer();
    const text = await signedSummary(summaryOf(sweep, new Date(START)), {
      id,
      spki,
      sign: async (message) =>
        new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, message)),
    });
    const { signed, signatures } = JSON.parse(text);
    const bytes = Uint8Array.from(atob(signed), (character) => character.charCodeAt(0));
    const prefix = new TextEncoder().encode('vigie-signature/1 sweep-summary\0');
    const message = new Uint8Array([...prefix, ...bytes]);
    const signature = Uint8Array.from(atob(signatures[0].sig), (character) => character.charCodeAt(0));
    expect(await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, pair.publicKey, signature, message)).toBe(
      true,
    );
    expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({
      schema: 'vigie-sweep-summary/1',
      marks: { all: { cards: expect.objectContaining({ length: 4 }) } },
    });
  });

  test('merged with itself, the file is the same', () => {
    const data = { campaign: CAMPAIGN, visits: sweep.visits, journal: sweep.journal };
    expect(mergeSweeps(data, data)).toEqual(data);
  });
});
