import { i18n } from '#i18n';
import type { CarriedText } from '../../lib/reports/senders/sender.ts';
import type { StoredReport } from '../../lib/reports/stored-report.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { useLoaded } from '../use-loaded.ts';
import { CarriedTexts } from './carried-texts.tsx';
import { ReportState } from './report-state.tsx';
import { useReportChanges } from './use-report-changes.ts';

async function loadReport(id: string): Promise<StoredReport | null> {
  const database = await openDatabase();
  return (await database.get('reports', id)) ?? null;
}

/** The texts of a report that the person carries, as they were made. */
function textsOf({ state, body }: StoredReport): CarriedText[] {
  // Written by this extension itself when the report was handed over.
  return state === 'handed-over' && body !== null ? (JSON.parse(body) as CarriedText[]) : [];
}

/** A report from the moment it is queued until the authority's receipt is there, or with the texts to carry. */
export function ReceiptView({ id, done }: { id: string; done(): void }) {
  const [loaded, reload] = useLoaded(() => loadReport(id), id);
  useReportChanges(reload);
  const report = loaded.state === 'loaded' ? loaded.value : null;
  return (
    <>
      <h2>{i18n.t('receipt.heading')}</h2>
      <div role="status">{report !== null && <ReportState report={report} />}</div>
      {report?.state === 'acknowledged' && <p class="note">{i18n.t('receipt.keep')}</p>}
      {report !== null && <CarriedTexts texts={textsOf(report)} />}
      <div class="actions">
        <button type="button" class="primary" onClick={done}>
          {i18n.t('receipt.done')}
        </button>
      </div>
    </>
  );
}
