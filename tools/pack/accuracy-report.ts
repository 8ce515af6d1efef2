/** docs/accuracy.md out of measured figures. */
import { LANGUAGES } from '../../lib/rules/finding.ts';
import type { Accuracy, ExampleResult } from './accuracy.ts';
import { EVASION_BAR, type EvasionResult } from './test-command.ts';

/** The project's bars. */
const MOST_FALSE = 3;
const LEAST_RECALL = 0.9;
const MOST_NEAR_MISSES = 0.05;

const per10000 = (part: number, whole: number): string => (whole === 0 ? '–' : ((10_000 * part) / whole).toFixed(1));
const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
const met = (yes: boolean): string => (yes ? 'met' : '**missed**');
const row = (...cells: (string | number)[]): string => `| ${cells.join(' | ')} |`;
const header = (...cells: string[]): string[] => [row(...cells), row(...cells.map(() => '---'))];

export function formatAccuracy(
  accuracy: Accuracy,
  examples: readonly ExampleResult[],
  evasions: readonly EvasionResult[],
): string {
  const { labelled } = accuracy;
  const titles = accuracy.ordinary.reduce((sum, file) => sum + file.titles, 0);
  const falseMarks = accuracy.marks.filter((mark) => !mark.reviewed);
  const [right, all] = totals(examples);
  const worst = Math.min(...evasions.map((result) => (result.of === 0 ? 1 : result.found / result.of)));
  const alarms = evasions.reduce((sum, result) => sum + result.falseAlarms, 0);
  const lines = [
    '# Accuracy',
    '',
    'Written by `npx vigie pack accuracy ../shared/corpora -o docs/accuracy.md`; do not edit. Titles alone are matched. The corpora are real titles',
    'collected by others and are not part of this project; only ids and counts appear here.',
    '',
    '## Against the bars',
    '',
    ...header('what', 'result', 'bar', ''),
    row(
      'ordinary titles shown as suspicious to everyone, wrongly, per 10,000',
      `${per10000(falseMarks.length, titles)} (${falseMarks.length} of ${titles})`,
      `≤ ${MOST_FALSE}`,
      met((10_000 * falseMarks.length) / titles <= MOST_FALSE),
    ),
    row(
      'labelled positives found, at any visibility',
      `${percent(labelled.found, labelled.positives)} (${labelled.found} of ${labelled.positives})`,
      `≥ ${100 * LEAST_RECALL} %`,
      met(labelled.found >= LEAST_RECALL * labelled.positives),
    ),
    row(
      'labelled near-misses shown to everyone',
      `${percent(labelled.nearMissesEveryone, labelled.nearMisses)} (${labelled.nearMissesEveryone} of ${labelled.nearMisses})`,
      `≤ ${100 * MOST_NEAR_MISSES} %`,
      met(labelled.nearMissesEveryone <= MOST_NEAR_MISSES * labelled.nearMisses),
    ),
    row('examples in the rules as they must be', `${right} of ${all}`, 'all', met(right === all)),
    row(
      'positive examples still found after any one disguise',
      `${(100 * worst).toFixed(1)} % at worst`,
      `≥ ${100 * EVASION_BAR} %`,
      met(worst >= EVASION_BAR),
    ),
    row(
      'examples to ignore that a disguise makes a false alarm',
      `${alarms} over ${evasions.length} disguises`,
      'none',
      met(alarms === 0),
    ),
    '',
    `Labelled positives shown to everyone: ${percent(labelled.foundByEveryone, labelled.positives)}; near-misses shown to experts only: ${percent(labelled.nearMissesExperts, labelled.nearMisses)}.`,
    'Most labelled positives are titles of US shops; the examples, in seven languages, say more about other languages.',
    '',
    '## Ordinary titles',
    '',
    'Without the titles labelled positive or unsure.',
    '',
    ...header('file', 'titles', 'everyone, per 10,000', 'experts only, per 10,000'),
    ...accuracy.ordinary.map((file) =>
      row(
        file.file.replace('.jsonl', ''),
        file.titles,
        per10000(file.everyone, file.titles),
        per10000(file.experts, file.titles),
      ),
    ),
    '',
    ...header('language (guessed)', 'titles', 'shown to everyone', 'of these wrongly', 'experts only'),
    ...[...accuracy.byLanguage]
      .sort(([, a], [, b]) => b.titles - a.titles)
      .map(([language, tally]) => row(language, tally.titles, tally.everyone, tally.false, tally.experts)),
    '',
    ...header('family', 'shown to everyone', 'experts only'),
    ...[...accuracy.byFamily]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([family, tally]) => row(family, tally.everyone, tally.experts)),
    '',
    '### True finds among ordinary titles',
    '',
    'Read by a person, right, and so not counted as false:',
    '',
    ...listOf(accuracy.marks.filter((mark) => mark.reviewed)),
    '',
    '### Counted as false',
    '',
    ...listOf(falseMarks),
    '',
    '## Labelled titles, by their coarse kinds',
    '',
    ...header('kind', 'positives found', 'near-misses shown to everyone'),
    ...[...labelled.byKind]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([kind, tally]) =>
        row(kind, `${tally.found} of ${tally.positives}`, `${tally.marked} of ${tally.nearMisses}`),
      ),
    '',
    '## Disguises',
    '',
    `Each applied to the titles of all ${evasions[0]?.of ?? 0} positive examples with words, and to all examples to ignore.`,
    '',
    ...header('disguise', 'still found', 'new false alarms'),
    ...evasions.map((result) => row(result.what, percent(result.found, result.of), result.falseAlarms)),
    '',
    '## Examples, by family and language',
    '',
    'To find / to ignore, as they must be of how many.',
    '',
    ...header('family', ...LANGUAGES),
    ...examples.map((result) =>
      row(
        result.family,
        ...LANGUAGES.map((language) => `${cell(result.match.get(language))} / ${cell(result.ignore.get(language))}`),
      ),
    ),
    '',
  ];
  return lines.join('\n');
}

const cell = (counts: [number, number] | undefined): string =>
  counts === undefined ? '–' : counts[0] === counts[1] ? String(counts[1]) : `**${counts[0]} of ${counts[1]}**`;

function totals(examples: readonly ExampleResult[]): [number, number] {
  const cells = examples.flatMap((result) => [...result.match.values(), ...result.ignore.values()]);
  return [cells.reduce((sum, [right]) => sum + right, 0), cells.reduce((sum, [, all]) => sum + all, 0)];
}

function listOf(marks: Accuracy['marks']): string[] {
  if (marks.length === 0) return ['None.'];
  return marks.map((mark) => `- \`${mark.id}\`: ${mark.families.join(', ')}`);
}
