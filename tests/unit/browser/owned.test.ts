import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Owned } from '../../../tools/browser/owned.ts';

const OWNED = fileURLToPath(new URL('../../../tools/browser/owned.ts', import.meta.url));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(what: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 200; tries++) {
    if (what()) return true;
    await sleep(50);
  }
  return false;
}

/** A run that starts a process and a folder, says which, and then does `ending`. */
async function runThat(ending: string): Promise<{ pid: number; folder: string; run: ReturnType<typeof spawn> }> {
  const script = `
    import { spawn } from 'node:child_process';
    const { Owned } = await import(${JSON.stringify(OWNED)});
    const owned = new Owned();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
    owned.process(child);
    console.log(JSON.stringify({ pid: child.pid, folder: owned.folder('test') }));
    ${ending}`;
  const run = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [data]: unknown[] = await once(run.stdout, 'data');
  const { pid, folder } = JSON.parse(String(data));
  return { pid, folder, run };
}

describe('Owned', () => {
  test('ends in reverse order, though one ending fails', async () => {
    const owned = new Owned();
    const folder = owned.folder('test');
    writeFileSync(join(folder, 'file'), 'x');
    const order: string[] = [];
    owned.closes(() => {
      order.push('first');
    });
    owned.closes(() => {
      order.push('second');
      throw new Error('cannot end');
    });
    owned.closes(async () => {
      order.push('third');
    });
    await Promise.all([owned.close(), owned.close()]);
    expect(order).toEqual(['third', 'second', 'first']);
    expect(existsSync(folder)).toBe(false);
  });

  test.each([
    ['killed outright', 'setInterval(() => {}, 1000)', 'SIGKILL'],
    ['ended by an uncaught error', 'throw new Error("crash")', null],
    ['ended by process.exit', 'process.exit(3)', null],
  ] as const)('a run that is %s leaves no process and no folder', async (_name, ending, signal) => {
    const { pid, folder, run } = await runThat(ending);
    if (signal !== null) {
      expect(isAlive(pid)).toBe(true);
      run.kill(signal);
    }
    expect(await gone(() => !isAlive(pid))).toBe(true);
    expect(await gone(() => !existsSync(folder))).toBe(true);
  });
});
