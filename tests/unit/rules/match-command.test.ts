import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const vigie = fileURLToPath(new URL('../../../tools/vigie.js', import.meta.url));
const family = fileURLToPath(new URL('../../../assets/rules/childlike_doll.yaml', import.meta.url));

// One family: compiling all of them for each command would be most of the test.
const rules = mkdtempSync(join(tmpdir(), 'vigie-match-'));
copyFileSync(family, join(rules, 'childlike_doll.yaml'));
afterAll(() => rmSync(rules, { recursive: true, force: true }));

interface Outcome {
  status: number;
  lines: { id: unknown; findings?: { rule: string; visibility: string; spans: unknown[] }[]; error?: string }[];
  stderr: string;
}

function match(input: string, args: string[] = [], file = '-'): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [vigie, 'match', '--pack', rules, ...args, file],
      { maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        const status = error === null ? 0 : Number(error.code);
        resolve({
          status,
          lines: stdout
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line)),
          stderr,
        });
      },
    );
    child.stdin?.end(input);
  });
}

describe('vigie match', () => {
  it('answers each line in order, and skips what it cannot read with a sentence', async () => {
    const { status, lines, stderr } = await match(
      '{"id":1,"title":"vtyouth vtnoun vtsignal"}\n\nnot json\n{"id":2}\n{"id":"3","title":"A summer dress"}\n',
    );
    expect(status).toBe(2);
    expect(lines.map((line) => line.id)).toEqual([1, null, null, '3']);
    expect(lines[0]?.findings).toMatchObject([{ rule: 'protected-form-and-descriptor', spans: [] }]);
    expect(stderr).toMatch(/line 3 is not JSON .*the other lines were matched/u);
    expect(stderr).toMatch(/line 4 has no "title" text/u);
  });

  it('reads the beginning of a title of a megabyte, and lone surrogates', async () => {
    const long = 'x'.repeat(2 ** 20);
    const { status, lines, stderr } = await match(
      `${JSON.stringify({ id: 1, title: `vtyouth vtnoun vtsignal ${long}` })}\n{"id":2,"title":"\\ud800 vtyouth \\udc00 vtnoun vtsignal"}\n`,
    );
    expect(status).toBe(0);
    expect(lines.map((line) => line.findings?.length)).toEqual([1, 1]);
    expect(stderr).toMatch(/the title has 1048600 characters; only the first 65536 were read/u);
  });

  it('says so where a line is too long to be read, and goes on after it', async () => {
    const { status, lines, stderr } = await match(
      `{"id":1,"title":"dress"}\n${'x'.repeat(9 * 2 ** 20)}\n{"id":3,"title":"vtyouth vtnoun vtsignal"}\n`,
    );
    expect(status).toBe(2);
    expect(lines.map((line) => [line.id, line.findings?.length])).toEqual([
      [1, 0],
      [null, undefined],
      [3, 1],
    ]);
    expect(stderr).toMatch(/line 2 has more than \d+ characters; it was skipped/u);
  });

  it('reads a file as it reads standard input', async () => {
    const file = join(rules, 'titles.jsonl');
    // Letters of several bytes, across the ends of the reader's buffer.
    const titles = Array.from({ length: 4000 }, (_, id) => `${'é刀'.repeat(id % 7)} vtyouth vtnoun vtsignal ${id}`);
    writeFileSync(file, titles.map((title, id) => JSON.stringify({ id, title })).join('\n'));
    const { status, lines } = await match('', [], file);
    expect(status).toBe(0);
    expect(lines.map((line) => [line.id, line.findings?.length])).toEqual(titles.map((_, id) => [id, 1]));
  });

  it('says what is wrong with its arguments', async () => {
    for (const [args, message] of [
      [['--field', 'colour'], /there is no field "colour"/u],
      [['--pack', '/nowhere'], /"\/nowhere" cannot be read/u],
      [['--packs', 'x'], /Unknown option/u],
    ] as const) {
      const { status, stderr } = await match('', [...args]);
      expect(status).toBe(2);
      expect(stderr).toMatch(message);
    }
  });
});
