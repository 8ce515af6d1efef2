import { i18n } from '#i18n';
import { openDatabase } from '../lib/storage/database.ts';
import { ReportState } from './report-state.tsx';
import { useLoaded } from './use-loaded.ts';
import { useReportChanges } from './use-report-changes.ts';

async function loadReport(id: string) {
  const database = await openDatabase();
  return (await database.get('reports', id)) ?? null;
}

/** A report from the moment it is queued until the authority's receipt is there. */
export function ReceiptView({ id, done }: { id: string; done(): void }) {
  const [report, reload] = useLoaded(() => loadReport(id), id);
  useReportChanges(reload);
  return (
    <>
      <h2>{i18n.t('receipt.heading')}</h2>
      <div role="status">
        {report.state === 'loaded' && report.value !== null && <ReportState report={report.value} />}
      </div>
      {report.state === 'loaded' && report.value?.state === 'acknowledged' && (
        <p class="note">{i18n.t('receipt.keep')}</p>
      )}
      <div class="actions">
        <button type="button" class="primary" onClick={done}>
          {i18n.t('receipt.done')}
        </button>
      </div>
    </>
  );
}
