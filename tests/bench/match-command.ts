/** `vigie match` over files of different lengths, each in a process of its own. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { makeTexts } from './matching-texts.ts';
import type { BenchRow } from './table.ts';

const SHORT = 1000;
const LONG = 100_000;

interface Used {
  seconds: number;
  megabytes: number;
}

function matchFile(path: string): Promise<Used> {
  const program = fileURLToPath(new URL('./match-process.ts', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (status) => {
      if (status === 0) resolve(JSON.parse(said));
      else reject(new Error(said));
    });
  });
}

export async function measureMatchCommand(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-bench-'));
  try {
    const titles = makeTexts([]).slice(0, 60);
    const file = async (lines: number): Promise<string> => {
      const path = join(folder, `${lines}.jsonl`);
      const line = (_: unknown, id: number): string => `${JSON.stringify({ id, title: titles[id % titles.length] })}\n`;
      await writeFile(path, Array.from({ length: lines }, line).join(''));
      return path;
    };
    const files = { short: await file(SHORT), long: await file(LONG) };
    // The rules are compiled once for all runs.
    await matchFile(files.short);
    const short = await matchFile(files.short);
    const long = await matchFile(files.long);
    return [
      {
        what: `vigie match, ${LONG} titles: titles a second a core`,
        value: (LONG - SHORT) / (long.seconds - short.seconds),
        unit: '',
        bar: { atLeast: 20_000 },
        note: 'processor time, start left out',
      },
      {
        what: `vigie match: memory for ${LONG} titles ÷ for ${SHORT}`,
        value: long.megabytes / short.megabytes,
        unit: '×',
        bar: { atMost: 1.15 },
        note: `peak ${long.megabytes.toFixed(0)} and ${short.megabytes.toFixed(0)} MB`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
