/** One measured figure of `npm run bench`; `value` is a median unless `what` says otherwise. */
export interface BenchRow {
  what: string;
  value: number;
  unit: string;
  /** The bar from the project's own targets, where there is one: `{ atMost: 20 }` in the row's unit. */
  bar?: { atMost: number } | { atLeast: number };
  note?: string;
}

/** What the command line narrows a bench to; a bench that has no use for an option leaves it aside. */
export interface BenchOptions {
  /** Only the cases whose name holds this. */
  only: string | null;
  rounds: number | null;
  /** Folder of another build, measured in turns with the one at hand. */
  against: string | null;
}

/** A benchmark file's default export: `tests/bench/<topic>.bench.ts`. All of them run in one process, one after another. */
export interface Bench {
  title: string;
  run(options: BenchOptions): Promise<BenchRow[]>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function barText(row: BenchRow): string {
  if (row.bar === undefined) return '';
  return 'atMost' in row.bar
    ? `${row.value <= row.bar.atMost ? 'met' : 'MISSED'} (≤ ${row.bar.atMost})`
    : `${row.value >= row.bar.atLeast ? 'met' : 'MISSED'} (≥ ${row.bar.atLeast})`;
}

/** A Markdown table of the rows. */
export function formatTable(title: string, rows: readonly BenchRow[]): string {
  const lines = rows.map((row) => {
    const digits = Math.abs(row.value) >= 100 ? 0 : Math.abs(row.value) >= 10 ? 1 : 2;
    return `| ${row.what} | ${row.value.toFixed(digits)} ${row.unit} | ${barText(row)} | ${row.note ?? ''} |`;
  });
  return [`### ${title}`, '', '| what | value | bar | note |', '| --- | --- | --- | --- |', ...lines, ''].join('\n');
}
