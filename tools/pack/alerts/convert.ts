/** `vigie pack from-… FILE… [-o FILE]`: official exports to one alert source file. */
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { type Alert, alertSchema } from '../../../lib/rules/alerts/alert.ts';
import { gtinNumber } from '../../../lib/rules/alerts/gtin.ts';
import { formatAlertSource, parseAlertSource } from '../../../lib/rules/alerts/source.ts';
import { UsageError } from '../../command-line.ts';
import { parseArguments } from '../arguments.ts';
import { type ExportRecord, readExport } from './export-file.ts';

export interface Converted {
  alerts: Alert[];
  /** One sentence a bad record, with file and line. */
  problems: string[];
}

/** Every record that can be read, whatever the others are like. @throws UsageError for a file that is no export. */
export async function convertExports(
  files: readonly string[],
  convert: (record: ExportRecord) => Alert | string,
): Promise<Converted> {
  const alerts: Alert[] = [];
  const problems: string[] = [];
  for (const file of files)
    for (const { line, record, why } of await readExport(file)) {
      const alert = record === null ? why : checked(convert(record));
      if (typeof alert === 'string') problems.push(`${file}, line ${line}: the record ${alert}; it was left out.`);
      else alerts.push(alert);
    }
  return { alerts, problems };
}

/** Converters cut and choose; what they give must still be a line that the compiler takes. */
function checked(alert: Alert | string): Alert | string {
  if (typeof alert === 'string') return alert;
  const parsed = alertSchema.safeParse(alert);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return `(${alert.number}) does not make an alert: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
}

export function converterCommand(name: string, convert: (record: ExportRecord) => Alert | string) {
  return async (args: string[]): Promise<number> => {
    const { values, positionals } = parseArguments(args, { output: { type: 'string', short: 'o' } });
    if (positionals.length === 0) throw new UsageError(`usage: vigie pack ${name} FILE… [-o ALERTS.jsonl]`);
    const { alerts, problems } = await convertExports(positionals, convert);
    for (const problem of problems) process.stderr.write(`${problem}\n`);
    const source = formatAlertSource(alerts);
    const { output } = values;
    if (output === undefined) process.stdout.write(source);
    else
      await writeFile(output, source).catch((error: Error) => {
        throw new UsageError(`"${output}" cannot be written: ${error.message}`);
      });
    const written = parseAlertSource(source).alerts;
    const barcodes = written.filter((alert) => alert.barcodes.some((code) => gtinNumber(code) !== null)).length;
    const listings = written.filter((alert) => alert.listings.length > 0).length;
    process.stderr.write(
      `${written.length} alerts, ${barcodes} with a barcode, ${listings} with a listing id; ${problems.length} records left out.\n`,
    );
    return problems.length > 0 ? 1 : 0;
  };
}
