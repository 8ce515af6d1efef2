import { i18n } from '#i18n';
import { shownCustody } from '../../lib/evidence/library/custody-log.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { WideTable } from '../wide-table.tsx';
import { ACTION_KEYS, momentText } from './evidence-texts.ts';
import { useEvidence } from './use-evidence.ts';

/** The log of a case, with what concerns this item; the chain is checked whenever it is shown. */
export function CustodyTable({ caseId, item }: { caseId: string; item: string }) {
  const [log] = useEvidence(async () => shownCustody(await openDatabase(), caseId), `${caseId} ${item}`);
  if (log.state === 'loading') return null;
  if (log.state === 'failed') return <p role="alert">{i18n.t('evidence.failed', [log.why])}</p>;
  const { entries, brokenAt } = log.value;
  const lines = entries.filter((entry) => entry.item === item || entry.item === null);
  return (
    <section aria-labelledby="custody">
      <h2 id="custody">{i18n.t('evidence.custody.heading')}</h2>
      {brokenAt === null ? (
        <p class="note">{i18n.t('evidence.custody.holds', [entries.length])}</p>
      ) : (
        <p role="alert" class="faults">
          {i18n.t('evidence.custody.broken', [brokenAt])}
        </p>
      )}
      <WideTable label={i18n.t('evidence.custody.heading')}>
        <thead>
          <tr>
            <th scope="col">{i18n.t('evidence.custody.number')}</th>
            <th scope="col">{i18n.t('evidence.custody.when')}</th>
            <th scope="col">{i18n.t('evidence.custody.what')}</th>
            <th scope="col">{i18n.t('evidence.custody.detail')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ sequence, at, action, detail }) => (
            <tr key={sequence}>
              <td>{sequence + 1}</td>
              <td>{momentText(at)}</td>
              <td>{i18n.t(ACTION_KEYS[action])}</td>
              <td>{detail}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </section>
  );
}
