/**
 * `vigie pack hash-terms --key HEX [--lang LANG]`: words from standard input, one a line, to keyed hashes for the
 * `hashed:` list of a sensitive family. The words are neither stored nor repeated; the hashes come sorted, so that
 * their order says nothing.
 */
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { termForms, termProblem } from '../../lib/rules/term-text.ts';
import { hashWord } from '../../lib/rules/text/hash.ts';
import { keyedHash, keyedPrefilter } from '../../lib/rules/text/keyed-hash.ts';
import { UsageError } from '../command-line.ts';
import { parseArguments } from './arguments.ts';
import { readLines } from './lines.ts';

const hex = (value: number, digits: number): string => (value >>> 0).toString(16).padStart(digits, '0');

/** The hash lines of one term, one for each form that it may stand in. */
export function hashTerm(term: string, language: string, key: string): string[] {
  const hashKey = { k0: Number.parseInt(key.slice(0, 8), 16) | 0, k1: Number.parseInt(key.slice(8, 16), 16) | 0 };
  return termForms(term, language).map((forms) => {
    const words = forms.map(hashWord);
    const [first = { h1: 0, h2: 0 }] = words;
    const hash = keyedHash(hashKey, words);
    return `${words.length}:${hex(keyedPrefilter(hashKey.k0, hashKey.k1, first.h1, first.h2), 4)}:${hex(hash.h1, 8)}${hex(hash.h2, 8)}`;
  });
}

export async function run(args: string[]): Promise<number> {
  const { values } = parseArguments(args, { key: { type: 'string' }, lang: { type: 'string', default: '*' } });
  const key = values.key ?? randomBytes(8).toString('hex');
  if (!/^[0-9a-f]{16}$/u.test(key)) throw new UsageError('--key takes 16 hex digits: the "key" of the rule file.');
  if (values.key === undefined) process.stderr.write(`key: ${key}\n`);
  const hashes = new Set<string>();
  let number = 0;
  for await (const line of readLines(process.stdin)) {
    number++;
    const term = line.text.trim();
    if (term === '') continue;
    const fault = termProblem(term);
    if (fault !== null) throw new UsageError(`the term in line ${number} ${fault}.`);
    for (const hash of hashTerm(term, values.lang, key)) hashes.add(hash);
  }
  for (const hash of [...hashes].sort()) process.stdout.write(`- '${hash}'\n`);
  return 0;
}
