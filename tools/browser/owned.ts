/**
 * What a run starts, it ends: browsers, servers, temporary folders, also when the run is interrupted, crashes or is killed.
 *
 * Three nets, one under the other. `close()` ends things in reverse order of their start. If the process leaves without
 * it (an uncaught error, `process.exit`), an `exit` handler kills the remaining processes and removes the folders at once.
 * If the process itself is killed, no handler runs: a tiny watcher process, whose standard input is a pipe from us,
 * reads the end of that pipe and does the same.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** Reads lines "pid N", "folder PATH", "forget N" and, at the end of input, ends what is left. Plain JavaScript, for `node -e`. */
const WATCHER = `
const { rmSync } = require('node:fs');
const pids = new Set(); const folders = new Set(); let rest = '';
process.on('SIGINT', () => {}); process.on('SIGTERM', () => {}); process.on('SIGHUP', () => {});
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => {
  const lines = (rest + text).split('\\n'); rest = lines.pop();
  for (const line of lines) {
    const [verb, value] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
    if (verb === 'pid') pids.add(Number(value));
    if (verb === 'forget') pids.delete(Number(value));
    if (verb === 'folder') folders.add(value);
  }
});
process.stdin.on('end', () => {
  for (const pid of pids) { try { process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL'); } catch {} }
  setTimeout(() => { for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 }); }, 200);
});
`;

export class Owned {
  readonly #closers: (() => Promise<void> | void)[] = [];
  readonly #children = new Set<ChildProcess>();
  readonly #folders = new Set<string>();
  readonly #watcher: ChildProcess;
  readonly #onExit = () => this.#endNow();
  #closing: Promise<void> | null = null;

  constructor() {
    this.#watcher = spawn(process.execPath, ['-e', WATCHER], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    this.#watcher.stdin?.on('error', () => {});
    this.#watcher.unref();
    process.on('exit', this.#onExit);
  }

  /** `close` will call `closer`; the newest is called first. */
  closes(closer: () => Promise<void> | void): void {
    this.#closers.push(closer);
  }

  /** A fresh temporary folder, removed at the end. */
  folder(name: string, place = tmpdir()): string {
    const path = mkdtempSync(join(place, `vigie-${name}-`));
    this.#folders.add(path);
    this.#tell(`folder ${path}`);
    return path;
  }

  /** Takes charge of a child that was spawned with `detached: true` (a process group of its own, so that the whole tree ends). */
  process(child: ChildProcess): void {
    const { pid } = child;
    if (pid === undefined) return;
    this.#children.add(child);
    this.#tell(`pid ${pid}`);
    child.once('exit', () => {
      this.#children.delete(child);
      this.#tell(`forget ${pid}`);
    });
  }

  /** Ends everything, in reverse order; safe to call twice. Never throws: an ending that fails leaves the rest to the nets below. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const closer of this.#closers.reverse()) {
      try {
        await closer();
      } catch {
        // What could not end in good order is killed below.
      }
    }
    await Promise.all([...this.#children].map((child) => endProcess(child)));
    this.#endNow();
    process.off('exit', this.#onExit);
  }

  #endNow(): void {
    for (const child of this.#children) killTree(child, 'SIGKILL');
    for (const folder of this.#folders)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    this.#folders.clear();
    this.#watcher.stdin?.end();
  }

  #tell(line: string): void {
    this.#watcher.stdin?.write(`${line}\n`);
  }
}

function killTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

/** Asks first, then kills. */
async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  killTree(child, 'SIGTERM');
  const timer = setTimeout(() => killTree(child, 'SIGKILL'), 3000);
  await exited;
  clearTimeout(timer);
}
