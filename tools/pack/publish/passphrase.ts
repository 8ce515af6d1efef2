/** Asks for a passphrase without showing it. `VIGIE_PASSPHRASE` answers instead where nobody is there to type. */
import process from 'node:process';
import { UsageError } from '../../command-line.ts';
import { MIN_PASSPHRASE } from './keys.ts';

const ENTER = new Set(['\r', '\n', '\u0004']);
const ERASE = new Set(['\u007f', '\b']);
const INTERRUPT = '\u0003';

function typed(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY)
    throw new UsageError('there is no terminal to ask for the passphrase; set VIGIE_PASSPHRASE in the environment.');
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  return new Promise((resolve, reject) => {
    const text: string[] = [];
    const end = (): void => {
      stdin.off('data', take);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
    };
    function take(chunk: string | Buffer): void {
      for (const character of String(chunk)) {
        if (character === INTERRUPT || ENTER.has(character)) {
          end();
          if (character === INTERRUPT) reject(new UsageError('interrupted; nothing was written.'));
          else resolve(text.join(''));
          return;
        }
        if (ERASE.has(character)) text.pop();
        else text.push(character);
      }
    }
    stdin.on('data', take);
  });
}

/** The passphrase of an existing key. */
export async function askPassphrase(path: string): Promise<string> {
  return process.env.VIGIE_PASSPHRASE ?? typed(`passphrase of ${path}: `);
}

/** A passphrase for a new key, typed twice. @throws UsageError where it is too short or the two differ. */
export async function askNewPassphrase(path: string): Promise<string> {
  const given = process.env.VIGIE_PASSPHRASE;
  const passphrase = given ?? (await typed(`new passphrase for ${path}: `));
  if (passphrase.length < MIN_PASSPHRASE)
    throw new UsageError(`the passphrase needs at least ${MIN_PASSPHRASE} characters; four unrelated words are good.`);
  if (given === undefined && (await typed('once more: ')) !== passphrase)
    throw new UsageError('the two passphrases differ; nothing was written.');
  return passphrase;
}
