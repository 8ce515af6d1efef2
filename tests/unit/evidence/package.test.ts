import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WARCParser } from 'warcio';
import { readContainer, writeContainer } from '../../../lib/evidence/package/container.ts';
import { exportPackage } from '../../../lib/evidence/package/export.ts';
import { archivePath, PATHS } from '../../../lib/evidence/package/layout.ts';
import { verifyCommands } from '../../../lib/evidence/report/report.ts';
import { requestTimeStamp } from '../../../lib/evidence/time-stamp/request.ts';
import { certificatesFromPem } from '../../../lib/evidence/time-stamp/verify.ts';
import type { Check } from '../../../lib/evidence/verify/check.ts';
import { verifyPackage } from '../../../lib/evidence/verify/verify-package.ts';
import { blobOf, type SampleCase, sampleCase } from './sample-case.ts';
import { TimeStampAuthority } from './time-stamp-authority.ts';

let authority: TimeStampAuthority;
let sample: SampleCase;
let whole: Uint8Array<ArrayBuffer>;

async function stamped(contents: SampleCase): Promise<SampleCase> {
  const stamp = async (bytes: Uint8Array<ArrayBuffer>) => {
    const outcome = await requestTimeStamp([authority.url], bytes);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.failures));
    return outcome;
  };
  const items = [];
  for (const item of contents.items) {
    const { answer, at } = await stamp(item.seal.manifest);
    const timeStamp = { answer, at: at.toISOString(), authority: authority.url, story: '{}' };
    items.push({ ...item, timeStamp });
  }
  return { ...contents, items, stamp: async (bytes) => (await stamp(bytes)).answer };
}

const roots = () => certificatesFromPem(readFileSync(authority.file('ca.pem'), 'utf8')) ?? [];

async function verdict(bytes: Uint8Array<ArrayBuffer> | Blob): Promise<Check | undefined> {
  let last: Check | undefined;
  for await (const check of verifyPackage(new Blob([bytes]), roots())) last = check;
  return last;
}

beforeAll(async () => {
  authority = await TimeStampAuthority.start();
  sample = await stamped(await sampleCase());
  whole = new Uint8Array(await (await blobOf(exportPackage(sample))).arrayBuffer());
});
afterAll(() => authority.stop());

/** The package's files, to be put together anew with a change. */
async function files(): Promise<Map<string, Blob>> {
  const container = await readContainer(new Blob([whole]));
  if (!container.ok) throw new Error(container.why);
  return container.files;
}

async function rebuilt(entries: Iterable<[string, Blob]>): Promise<Blob> {
  async function* list() {
    for (const [path, content] of entries) yield { path, content };
  }
  return blobOf(writeContainer(list()));
}

describe('a package', () => {
  it('passes every check, stamps included', async () => {
    const checks: Check[] = [];
    for await (const check of verifyPackage(new Blob([whole]), roots())) checks.push(check);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.filter(({ check }) => check === 'time-stamp')).toHaveLength(3);
    expect(new Set(checks.map(({ check }) => check)).size).toBe(14);
  });

  it('is checked by unzip, sha256sum and openssl alone, with the commands that its report gives', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-package-'));
    try {
      writeFileSync(join(folder, 'PACKAGE.wacz'), whole);
      const id = sample.items[0]?.item.id ?? '';
      const script = verifyCommands(id, true).join('\n').replace('AUTHORITY-CA.pem', authority.file('ca.pem'));
      const shown = execFileSync('bash', ['-euc', script], { cwd: folder, encoding: 'utf8' });
      // Each file but the list and its signature, and the stamp.
      expect(shown.match(/: OK$/gm)).toHaveLength((await files()).size - 2 + 1);
      expect(shown.match(/^Verified OK$/gm)).toHaveLength(2);
      const report = readFileSync(join(folder, 'package', 'report.en.html'), 'utf8');
      for (const command of verifyCommands(id, true)) expect(report).toContain(command.replaceAll('&', '&amp;'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('holds web archives that another reader of WARC reads', async () => {
    const [first] = sample.items;
    const archive = (await files()).get(archivePath(first?.item.id ?? ''));
    const types: (string | undefined)[] = [];
    for await (const record of new WARCParser(archive?.stream() ?? new Blob().stream())) {
      types.push(record.warcType ?? undefined);
      if (record.warcType !== 'resource') continue;
      expect(record.warcTargetURI).toBe(first?.item.url);
      expect(await record.contentText()).toContain('<p>Lamp</p>');
    }
    expect(types).toEqual(['warcinfo', 'resource']);
  });

  it('names places in its archives where single records begin', async () => {
    const all = await files();
    const lines = (await all.get(PATHS.index)?.text())?.trim().split('\n') ?? [];
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      const entry = JSON.parse(line.slice(line.indexOf('{')));
      const archive = all.get(`archive/${entry.filename}`);
      const slice = archive?.slice(Number(entry.offset), Number(entry.offset) + Number(entry.length));
      for await (const record of new WARCParser(slice?.stream() ?? new Blob().stream()))
        expect(record.warcTargetURI).toBe(entry.url);
    }
  });

  it('escapes what a page wrote in its report, in both languages', async () => {
    for (const language of ['en', 'fr']) {
      const report = (await (await files()).get(`report.${language}.html`)?.text()) ?? '';
      expect(report).toContain('A lamp &lt;script&gt;alert(1)&lt;/script&gt;');
      expect(report).not.toContain('<script');
      expect(report).toContain(`lang="${language}"`);
      expect(report).toContain('A &lt;reason&gt;');
    }
  });

  it('is not made of a file that is no longer what was sealed', async () => {
    const damaged = await sampleCase(1);
    const id = damaged.items[0]?.item.id ?? '';
    damaged.files.set(`${id}/page.png`, new Uint8Array(300));
    await expect(blobOf(exportPackage(damaged))).rejects.toThrow(`evidence/items/${id}/page.png: changed`);
    damaged.files.delete(`${id}/page.png`);
    await expect(blobOf(exportPackage(damaged))).rejects.toThrow(`evidence/items/${id}/page.png: missing`);
  });
});

describe('every change is noticed', () => {
  it('any byte flipped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = whole.slice();
        changed[at] = (changed[at] ?? 0) ^ change;
        expect((await verdict(changed))?.ok, `byte ${at}`).toBe(false);
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 150) },
    );
  });

  it('a byte of each file flipped, even with the list and its signature left as they were', async () => {
    const all = await files();
    for (const [path, content] of all) {
      const bytes = new Uint8Array(await content.arrayBuffer());
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      expect(await verdict(await rebuilt(new Map(all).set(path, new Blob([bytes])))), path).toMatchObject({
        ok: false,
      });
    }
  });

  it('any file dropped, renamed, or swapped with another', async () => {
    const all = await files();
    const paths = [...all.keys()];
    for (const [at, path] of paths.entries()) {
      const dropped = new Map(all);
      dropped.delete(path);
      expect((await verdict(await rebuilt(dropped)))?.ok, `${path} dropped`).toBe(false);
      const renamed = [...all].map(([name, content]): [string, Blob] => [name === path ? `${name}x` : name, content]);
      expect((await verdict(await rebuilt(renamed)))?.ok, `${path} renamed`).toBe(false);
      const other = paths[(at + 1) % paths.length] ?? '';
      const swapped = new Map(all).set(path, all.get(other) ?? new Blob()).set(other, all.get(path) ?? new Blob());
      const same = (await all.get(path)?.text()) === (await all.get(other)?.text());
      expect((await verdict(await rebuilt(swapped)))?.ok, `${path} and ${other} swapped`).toBe(same);
    }
  });

  it('a file added, a name used twice, an unsafe name, a comment, bytes before or after', async () => {
    const all = await files();
    const extra = new Blob(['x']);
    expect(await verdict(await rebuilt([...all, ['evidence/more.txt', extra]]))).toMatchObject({
      why: 'not-listed',
      file: 'evidence/more.txt',
    });
    expect(await verdict(await rebuilt([...all, [PATHS.case, extra]]))).toMatchObject({ why: 'same-name-twice' });
    expect(await verdict(await rebuilt([...all, ['a b.txt', extra]]))).toMatchObject({ why: 'unsafe-name' });
    for (const path of ['../escape.txt', '/etc/passwd', 'a\\\\..\\\\b'])
      expect((await verdict(await rebuilt([...all, [path, extra]])))?.ok, path).toBe(false);
    expect((await verdict(new Blob([whole, 'x'])))?.ok).toBe(false);
    expect((await verdict(new Blob(['x', whole])))?.ok).toBe(false);
  });

  it('the order of the files', async () => {
    expect(await verdict(await rebuilt([...(await files())].toReversed()))).toMatchObject({ check: 'container-bytes' });
  });

  it('a package cut short anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        expect((await verdict(whole.slice(0, length)))?.ok).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a package signed anew by somebody else', () => {
  /** Exports the sample with changes under other keys, as a forger would who has only the files. */
  async function forged(change: Partial<SampleCase>): Promise<Check | undefined> {
    const { keys } = await sampleCase(1);
    return verdict(await blobOf(exportPackage({ ...sample, keys, ...change })));
  }

  it('tells another key, and a log that was cut', async () => {
    const cut = await forged({ custody: sample.custody.slice(0, 1) });
    expect(cut).toMatchObject({ ok: false, check: 'manifest-custody', why: 'log-cut' });
    expect(await forged({ custody: sample.custody.slice(0, -1) })).toMatchObject({ ok: true });
  });

  it('cannot change what an item was sealed as', async () => {
    const [first, second] = sample.items;
    if (first === undefined || second === undefined) throw new Error('two items');
    const changed = new TextDecoder().decode(first.seal.manifest).replace('A lamp', 'A lump');
    const seal = { ...first.seal, manifest: new TextEncoder().encode(changed) };
    expect(await forged({ items: [{ ...first, seal }, second] })).toMatchObject({ why: 'bad-signature' });
    expect(await forged({ items: [{ ...first, seal: second.seal }, second] })).toMatchObject({ why: 'does-not-agree' });
    const timeStamp = second.timeStamp;
    expect(await forged({ items: [{ ...first, timeStamp }, second] })).toMatchObject({ why: 'other-bytes' });
  });
});

describe('what is no package', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('hello')],
  ])('%s', async (_name, bytes) => {
    expect(await verdict(bytes)).toMatchObject({ check: 'container', why: 'not-a-zip' });
  });

  it('a compressed ZIP, and so any ZIP bomb', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vigie-bomb-'));
    try {
      writeFileSync(join(folder, 'zeros'), new Uint8Array(10_000_000));
      execFileSync(
        'python3',
        ['-c', 'import zipfile; zipfile.ZipFile("bomb.zip","w",zipfile.ZIP_DEFLATED).write("zeros")'],
        { cwd: folder },
      );
      expect(await verdict(readFileSync(join(folder, 'bomb.zip')))).toMatchObject({ why: 'compressed', file: 'zeros' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('one made by a newer version', async () => {
    const all = await files();
    const newer = (await all.get(PATHS.case)?.text())?.replace('"package": 1', '"package": 2') ?? '';
    expect(await verdict(await rebuilt(new Map(all).set(PATHS.case, new Blob([newer]))))).toMatchObject({
      check: 'version',
      why: 'newer-version',
    });
  });

  it('any bytes: never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect((await verdict(Uint8Array.from(bytes)))?.ok).toBe(false);
      }),
    );
  });
});
