/** Runs addons.mozilla.org's own linter over the Firefox build. Errors fail, and so does a warning that nobody explained. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { z } from '../lib/formats/validation.ts';

const root = join(import.meta.dirname, '..');

/** Warnings that are understood, by code and the file that they are in. */
const EXPLAINED: { code: string; file: RegExp; why: string }[] = [
  {
    code: 'UNSAFE_VAR_ASSIGNMENT',
    file: /^chunks\//,
    why: 'Preact can set innerHTML when a component asks for it; none does (lint rule noDangerouslySetInnerHtml).',
  },
  {
    code: 'DANGEROUS_EVAL',
    file: /^(?:background\.js|chunks\/.*)$/,
    why: 'zod can compile its parsers; lib/formats/validation.ts switches that off, and the content security policy forbids it.',
  },
];

const messageSchema = z.object({ code: z.string(), message: z.string(), file: z.string().optional() });
const reportSchema = z.object({ errors: z.array(messageSchema), warnings: z.array(messageSchema) });

const { stdout, stderr } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/web-ext/bin/web-ext.js'),
    'lint',
    '--output=json',
    `--source-dir=${join(root, '.output/firefox-mv3')}`,
  ],
  { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 },
);
const start = stdout.indexOf('{');
if (start === -1) {
  process.stderr.write(`The add-on linter did not run: ${stderr.trim().split('\n').at(-1) ?? ''}\n`);
  process.exit(1);
}
const { errors, warnings } = reportSchema.parse(JSON.parse(stdout.slice(start)));
const unexplained = warnings.filter(
  ({ code, file = '' }) => !EXPLAINED.some((known) => known.code === code && known.file.test(file)),
);
for (const { code, message, file } of [...errors, ...unexplained]) {
  process.stdout.write(`${code} ${file ?? ''}: ${message}\n`);
}
process.stdout.write(
  `add-on linter: ${errors.length} errors, ${warnings.length} warnings, ${unexplained.length} of them unexplained\n`,
);
process.exitCode = errors.length + unexplained.length === 0 ? 0 : 1;
