import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { ask } from '../../lib/messages/ask-background.ts';
import { listReports, restoreReport } from '../../lib/reports/history.ts';
import { historyCsv, historyJson } from '../../lib/reports/history-export.ts';
import { HISTORY_FILTERS, type HistoryFilter, searchHistory } from '../../lib/reports/history-filter.ts';
import type { StoredReport } from '../../lib/reports/stored-report.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { type ChildProtectionCount, childProtectionCount } from '../../lib/storage/settings.ts';
import { SelectField, TextField } from '../fields.tsx';
import { interfaceLanguage } from '../interface-language.ts';
import { plural } from '../plural.ts';
import { UndoLine } from '../undo-line.tsx';
import { useLoaded } from '../use-loaded.ts';
import { HistoryItem } from './history-item.tsx';
import { saveFile } from './save-file.ts';
import { useReportChanges } from './use-report-changes.ts';

interface History {
  reports: StoredReport[];
  childProtection: ChildProtectionCount | null;
}

async function loadHistory(): Promise<History> {
  const [reports, childProtection] = await Promise.all([
    openDatabase().then((database) => listReports(database)),
    childProtectionCount.getValue(),
  ]);
  return { reports, childProtection };
}

const FILTER_KEYS = {
  all: 'history.filterAll',
  drafted: 'history.filterDrafted',
  waiting: 'history.filterWaiting',
  open: 'history.filterOpen',
  decided: 'history.filterDecided',
  refused: 'history.filterRefused',
  online: 'history.filterOnline',
  gone: 'history.filterGone',
} as const satisfies Record<HistoryFilter, string>;

/** So many are drawn at once; the others are a press away. */
const PAGE = 50;

function isFilter(value: string): value is HistoryFilter {
  return (HISTORY_FILTERS as readonly string[]).includes(value);
}

function Exports({ reports }: { reports: readonly StoredReport[] }) {
  const day = new Date().toISOString().slice(0, 10);
  return (
    <div class="actions">
      <button
        type="button"
        onClick={() => saveFile(`vigie-${day}.csv`, 'text/csv', historyCsv(reports))}
        disabled={reports.length === 0}
      >
        {i18n.t('history.exportCsv')}
      </button>
      <button
        type="button"
        onClick={() => saveFile(`vigie-${day}.json`, 'application/json', historyJson(reports, new Date()))}
        disabled={reports.length === 0}
      >
        {i18n.t('history.exportJson')}
      </button>
    </div>
  );
}

interface Props {
  /** Whether there is room for search and export. */
  isPage: boolean;
  open(id: string): void;
  show(id: string): void;
}

export function HistoryView({ isPage, open, show }: Props) {
  const [history, reload] = useLoaded(loadHistory, 'history');
  const [query, setQuery] = useState('');
  const [filter, setFilter] = useState<HistoryFilter>('all');
  const [shown, setShown] = useState(PAGE);
  const [removed, setRemoved] = useState<StoredReport | null>(null);
  useReportChanges(reload);
  if (history.state === 'loading') return <p role="status">{i18n.t('popup.loading')}</p>;
  if (history.state === 'failed') return <p role="alert">{i18n.t('form.notStored', [history.why])}</p>;
  const { reports, childProtection } = history.value;
  const found = searchHistory(reports, query, filter);
  const undo = async (report: StoredReport) => {
    await restoreReport(await openDatabase(), report);
    setRemoved(null);
    reload();
  };
  const isOpen = reports.some(({ followAt }) => followAt !== null);
  return (
    <>
      <h2>{i18n.t('popup.tabs.history')}</h2>
      {removed !== null && <UndoLine key={removed.id} said={i18n.t('history.removed')} undo={() => undo(removed)} />}
      {reports.length === 0 && childProtection === null && <p>{i18n.t('history.empty')}</p>}
      {childProtection !== null && (
        <p class="note">
          {plural(
            'history.childProtection',
            childProtection.count,
            new Date(childProtection.last).toLocaleDateString(interfaceLanguage()),
          )}
        </p>
      )}
      {reports.length > 0 && (isPage || reports.length > 5) && (
        <search class="filters">
          <TextField label={i18n.t('history.search')} type="search" value={query} max={200} onInput={setQuery} />
          <SelectField
            label={i18n.t('history.filter')}
            value={filter}
            options={HISTORY_FILTERS.map((value) => ({ value, label: i18n.t(FILTER_KEYS[value]) }))}
            onChange={(value) => isFilter(value) && setFilter(value)}
          />
        </search>
      )}
      {reports.length > 0 && (
        <p role="status" class="note">
          {plural('history.found', found.length)}
        </p>
      )}
      {isPage && reports.length > 0 && <Exports reports={found} />}
      {isOpen && (
        <div class="actions">
          <button type="button" class="link" onClick={() => void ask('follow-reports', null).then(reload, () => null)}>
            {i18n.t('history.check')}
          </button>
        </div>
      )}
      <ul class="plain">
        {found.slice(0, shown).map((report) => (
          <HistoryItem
            key={report.id}
            report={report}
            changed={reload}
            removed={(gone) => {
              // Nothing of a child-protection report is kept, not even for a way back.
              setRemoved(gone.kind === 'child-protection' ? null : gone);
              reload();
            }}
            open={open}
            show={show}
          />
        ))}
      </ul>
      {found.length > shown && (
        <button type="button" onClick={() => setShown(shown + PAGE)}>
          {i18n.t('history.more', [found.length - shown])}
        </button>
      )}
    </>
  );
}
