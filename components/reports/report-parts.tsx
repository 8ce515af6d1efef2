import { i18n } from '#i18n';
import type { Subject } from '../../lib/reports/stored-report.ts';
import { type Draft, OPTIONAL_PARTS, type OptionalPart } from '../../lib/reports/stored-report.ts';
import { CheckField } from '../fields.tsx';

const PART_KEYS = {
  title: 'part.title',
  price: 'part.price',
  seller: 'part.seller',
  reading: 'part.reading',
  findings: 'part.findings',
  legalBasis: 'part.legalBasis',
  evidence: 'part.evidence',
} as const satisfies Record<OptionalPart, string>;

/** The optional parts that this report has at all. */
function partsThere(subjects: readonly Subject[], draft: Draft, evidence: number): OptionalPart[] {
  const has: Record<OptionalPart, boolean> = {
    title: subjects.some(({ listing }) => listing.title !== null),
    price: subjects.some(({ listing }) => listing.price !== null),
    seller: subjects.some(({ listing }) => listing.seller !== null),
    reading: subjects.some(({ readAt }) => readAt !== null),
    findings: subjects.some(({ findings }) => findings.length > 0),
    legalBasis:
      draft.legalBasis !== '' ||
      subjects.some(({ findings }) =>
        findings.some(({ family, legal }) => family === draft.family && legal.length > 0),
      ),
    evidence: evidence > 0,
  };
  return OPTIONAL_PARTS.filter((part) => has[part]);
}

interface Props {
  subjects: readonly Subject[];
  draft: Draft;
  evidence: number;
  edit(changes: Partial<Draft>): void;
}

/** Each optional part of the report, to be left in or taken out. */
export function ReportParts({ subjects, draft, evidence, edit }: Props) {
  const there = partsThere(subjects, draft, evidence);
  if (there.length === 0) return null;
  const toggle = (part: OptionalPart, include: boolean) =>
    edit({ without: include ? draft.without.filter((one) => one !== part) : [...draft.without, part] });
  return (
    <fieldset>
      <legend>{i18n.t('form.leaveOut')}</legend>
      {there.map((part) => (
        <CheckField
          key={part}
          label={i18n.t(PART_KEYS[part])}
          checked={!draft.without.includes(part)}
          onChange={(include) => toggle(part, include)}
        />
      ))}
    </fieldset>
  );
}
