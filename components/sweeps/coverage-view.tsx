import { i18n } from '#i18n';
import { type CoverageRow, coverageOf, secondsPerListing } from '../../lib/sweeps/coverage.ts';
import { timeText } from '../reports/report-state.tsx';
import { WideTable } from '../wide-table.tsx';
import { pageText } from './page-texts.ts';
import type { OpenSweep } from './use-sweep.ts';

const STATE_KEYS = {
  open: 'sweep.coverage.open',
  read: 'sweep.coverage.read',
  empty: 'sweep.coverage.empty',
  blocked: 'sweep.coverage.blocked',
} as const satisfies Record<CoverageRow['state'], string>;

const COLUMNS = ['cards', 'fresh', 'marked', 'triaged', 'reported'] as const;

export function CoverageView({ open }: { open: OpenSweep }) {
  const { sweep, stored } = open;
  const { rows, done, left } = coverageOf(sweep, stored.sweep);
  const seconds = secondsPerListing(sweep.journal);
  const disagreements = sweep.disagreements();
  const number = (value: number) => value.toLocaleString(document.documentElement.lang);
  return (
    <>
      <p class="lead">{i18n.t('sweep.walk.progress', [stored.sweep, done, left])}</p>
      <p>
        {seconds === null
          ? i18n.t('sweep.coverage.noTime')
          : i18n.t('sweep.coverage.time', [number(Math.round(seconds * 10) / 10)])}
      </p>
      {disagreements.length > 0 && <p class="notice">{i18n.t('sweep.coverage.disputed', [disagreements.length])}</p>}
      <WideTable label={i18n.t('sweep.tabs.coverage')}>
        <thead>
          <tr>
            <th scope="col">{i18n.t('sweep.coverage.page')}</th>
            <th scope="col">{i18n.t('sweep.coverage.state')}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" class="number">
                {i18n.t(`sweep.coverage.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{pageText(row)}</th>
              <td>
                {i18n.t(STATE_KEYS[row.state])}
                {row.at !== null && <small> {timeText(row.at)}</small>}
              </td>
              {COLUMNS.map((column) => (
                <td key={column} class="number">
                  {row.state === 'open' ? '–' : number(row[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{i18n.t('sweep.coverage.sum')}</th>
            <td />
            {COLUMNS.map((column) => (
              <td key={column} class="number">
                {number(rows.reduce((sum, row) => sum + row[column], 0))}
              </td>
            ))}
          </tr>
        </tfoot>
      </WideTable>
    </>
  );
}
