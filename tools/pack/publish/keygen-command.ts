/** `vigie pack keygen NAME`: writes NAME.key.json (private, encrypted) and NAME.pub.json. */
import { rm } from 'node:fs/promises';
import process from 'node:process';
import { ALGORITHMS } from '../../../lib/sync/trust/signature.ts';
import { UsageError } from '../../command-line.ts';
import { parseArguments } from '../arguments.ts';
import { makeKey, publicHalf, writeNew } from './keys.ts';
import { askNewPassphrase } from './passphrase.ts';

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, { algorithm: { type: 'string', default: 'P-256' } });
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0)
    throw new UsageError('usage: vigie pack keygen NAME [--algorithm P-256|Ed25519]');
  const alg = ALGORITHMS.find((known) => known.toLowerCase() === values.algorithm.toLowerCase());
  if (alg === undefined)
    throw new UsageError(`--algorithm takes ${ALGORITHMS.join(' or ')}, not "${values.algorithm}".`);
  const path = `${name}.key.json`;
  const file = await makeKey(alg, await askNewPassphrase(path));
  await writeNew(path, file, 0o600);
  try {
    await writeNew(`${name}.pub.json`, publicHalf(file), 0o644);
  } catch (error) {
    await rm(path);
    throw error;
  }
  process.stderr.write(
    `${path}: private key, encrypted; keep it and its passphrase apart\n${name}.pub.json: public key\n`,
  );
  process.stdout.write(`${JSON.stringify({ id: file.id, alg: file.alg })}\n`);
  return 0;
}
