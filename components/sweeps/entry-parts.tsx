import { i18n } from '#i18n';
import type { Verdict } from '../../lib/sweeps/journal.ts';
import type { Earlier, QueueEntry } from '../../lib/sweeps/sweep.ts';
import { plural } from '../plural.ts';
import { timeText } from '../reports/report-state.tsx';
import { SeverityTag } from '../severity-tag.tsx';
import { marketplaceName } from './page-texts.ts';

const VERDICT_KEYS = {
  suspicious: 'sweep.verdict.suspicious',
  'not-illicit': 'sweep.verdict.notIllicit',
  unsure: 'sweep.verdict.unsure',
} as const satisfies Record<Verdict, string>;

export const verdictText = (verdict: Verdict): string => i18n.t(VERDICT_KEYS[verdict]);

const siteOf = (entry: QueueEntry) => marketplaceName(entry.listing.slice(0, entry.listing.indexOf(':')));

export function EntryRow({ entry, pending, ticked }: { entry: QueueEntry; pending: Verdict | null; ticked: boolean }) {
  const [strongest] = entry.card.findings;
  const verdict = pending ?? entry.verdict;
  const facts = [siteOf(entry), entry.card.price?.text, entry.card.seller?.name].filter(
    (fact) => fact != null && fact !== '',
  );
  return (
    <>
      <span class="tick" aria-hidden="true">
        {ticked ? '☑' : '☐'}
      </span>
      <span class="row-text">
        <span class="row-title">{entry.card.title ?? i18n.t('popup.noTitle')}</span>
        <small>{strongest === undefined ? i18n.t('sweep.unmarked') : strongest.label}</small>
        <small>{facts.join(' · ')}</small>
      </span>
      <span class="row-state">
        {verdict !== null && <span class={`verdict ${verdict}`}>{verdictText(verdict)}</span>}
        {entry.disputed && <span class="verdict disputed">{i18n.t('sweep.verdict.disputed')}</span>}
        {entry.report !== null && <span class="verdict reported">{i18n.t('sweep.verdict.reported')}</span>}
      </span>
    </>
  );
}

export function EntryDetails({ entry, earlier }: { entry: QueueEntry; earlier: Earlier | undefined }) {
  const { card, met } = entry;
  return (
    <section class="details" aria-label={i18n.t('sweep.details')}>
      <h2>{card.title ?? i18n.t('popup.noTitle')}</h2>
      {card.findings.map((finding) => (
        <p key={finding.rule}>
          <SeverityTag severity={finding.severity} weak={finding.weak} /> {i18n.t('mark.suspected', [finding.label])}
          {finding.words.map((word) => (
            <small key={word}>
              {' '}
              <q>{word}</q>
            </small>
          ))}
        </p>
      ))}
      <p class="note">
        {siteOf(entry)} · {card.seller?.name ?? i18n.t('sweep.noSeller')} ·{' '}
        {card.price !== null && `${card.price.text} · `}
        {plural('sweep.met', met.length, timeText(met[0]?.at ?? 0))}
      </p>
      {earlier !== undefined && (
        <p class="notice">{i18n.t('sweep.earlier', [earlier.campaign, verdictText(earlier.verdict)])}</p>
      )}
      {entry.disputed && (
        <ul>
          {[...entry.verdicts.values()].map(({ by, verdict }) => (
            <li key={by.id}>
              {by.name === '' ? i18n.t('sweep.somebody') : by.name}: {verdictText(verdict)}
            </li>
          ))}
        </ul>
      )}
      {entry.notes.map((note, at) => (
        <p key={at} class="note">
          {i18n.t('sweep.note', [note])}
        </p>
      ))}
    </section>
  );
}
