/**
 * Everything that must hold before a change lands, in the order of how soon it says something: types and lint, unit tests,
 * both builds with their size budgets, the add-on linter, real browsers. Ends with one line, `N passed, N failed`, that
 * counts the single tests and each other stage as one.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import process from 'node:process';
import { z } from '../lib/formats/validation.ts';
import { findBrowser, NoBrowser } from './browser/find.ts';
import { findOrOfferBrowser } from './browser/offer.ts';

const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'vigie-test-'));
const bin = (name: string) => join(root, 'node_modules', name);

interface Stage {
  name: string;
  /** Script and arguments for this Node. */
  command: string[];
  /** Where Vitest writes its results; a stage without counts as one test. */
  results?: string;
}

function vitest(name: string, config: string[]): Stage {
  const results = join(scratch, `${name.replaceAll(' ', '-')}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  return { name, command: [bin('vitest/vitest.mjs'), 'run', ...config, ...reporters], results };
}

const STAGES: Stage[] = [
  { name: 'prepare', command: [bin('wxt/bin/wxt.mjs'), 'prepare'] },
  { name: 'types', command: [bin('typescript/bin/tsc'), '--noEmit'] },
  { name: 'lint', command: [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'] },
  { name: 'unused code', command: [bin('knip/bin/knip.js'), '--no-progress'] },
  { name: 'rules', command: [join(root, 'tools/vigie.js'), 'pack', 'lint', 'assets/rules'] },
  vitest('unit tests', []),
  { name: 'Chromium build', command: [bin('wxt/bin/wxt.mjs'), 'build'] },
  { name: 'Firefox build', command: [bin('wxt/bin/wxt.mjs'), 'build', '-b', 'firefox'] },
  { name: 'add-on linter', command: [join(root, 'tools/lint-addon.ts')] },
  vitest('real browsers', ['--config', 'tests/e2e/vitest.config.ts']),
];

/** Vitest's JSON report, as far as it is read here. */
const resultsSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});
type Results = z.infer<typeof resultsSchema>;

interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
  /** A failed test a line, with the beginning of what it said: whoever reads only the end of a log finds the cause. */
  failures: string[];
  /** Likewise, tests that failed first and passed when they were tried once more. */
  shaky: string[];
}

const FAILURE_CHARS = 900;

/** What it said, without the stack: the whole is further up. */
function inShort(message: string | undefined): string {
  return (message?.split('\n', 1)[0] ?? '').slice(0, FAILURE_CHARS);
}

/** The tests of that status that a failure is told of, a line each. */
function failuresOf({ testResults }: Results, wanted: 'failed' | 'passed'): string[] {
  return testResults.flatMap((file) => {
    const told = file.assertionResults.filter(
      ({ status, failureMessages }) => status === wanted && (wanted === 'failed' || (failureMessages ?? []).length > 0),
    );
    const lines = told.map(({ fullName, failureMessages }) => `${fullName}: ${inShort(failureMessages?.[0])}`);
    if (wanted === 'failed' && lines.length === 0 && file.message) lines.push(inShort(file.message));
    return lines.map((line) => `${relative(root, file.name)} ${line}`);
  });
}

function outcomeOf(stage: Stage, status: number | null): Outcome {
  const plain = { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0, failures: [], shaky: [] };
  if (stage.results === undefined) return plain;
  try {
    const read = resultsSchema.parse(JSON.parse(readFileSync(stage.results, 'utf8')));
    // A run that died after its tests passed has failed all the same.
    const failed = read.numFailedTests === 0 && status !== 0 ? 1 : read.numFailedTests;
    return {
      passed: read.numPassedTests,
      failed,
      skipped: read.numPendingTests,
      failures: failuresOf(read, 'failed'),
      shaky: failuresOf(read, 'passed'),
    };
  } catch {
    return plain;
  }
}

try {
  for (const kind of ['chromium', 'firefox'] as const) {
    if (process.stdin.isTTY) await findOrOfferBrowser(kind);
    else findBrowser(kind);
  }
} catch (error) {
  if (!(error instanceof NoBrowser)) throw error;
  process.stderr.write(`vigie: ${error.message}\n`);
  process.exit(2);
}

const total: Outcome = { passed: 0, failed: 0, skipped: 0, failures: [], shaky: [] };
const summary: string[] = [];
for (const stage of STAGES) {
  process.stdout.write(`\n== ${stage.name}\n`);
  const began = performance.now();
  const { status } = spawnSync(process.execPath, stage.command, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const counts = outcomeOf(stage, status);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  total.failures.push(...counts.failures);
  total.shaky.push(...counts.shaky);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  summary.push(`${counts.failed === 0 ? 'ok    ' : 'FAILED'} ${stage.name} (${seconds} s)`);
}
rmSync(scratch, { recursive: true, force: true });
const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`;
if (total.shaky.length > 0) process.stdout.write(`\nPassed at the second try only:\n${total.shaky.join('\n')}\n`);
if (total.failures.length > 0) process.stdout.write(`\n${total.failures.join('\n')}\n`);
process.stdout.write(`\n${summary.join('\n')}\n\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
