/** What a campaign found out. Every figure opens down to its listings; the page prints as it stands. */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ListingKey } from '../../lib/listing/listing.ts';
import { coverageOf, secondsPerListing } from '../../lib/sweeps/coverage.ts';
import { feedbackLines, queueCsv } from '../../lib/sweeps/export.ts';
import { fileName } from '../../lib/sweeps/file.ts';
import {
  type Fate,
  type Group,
  type Marks,
  OTHER_FAMILY,
  type Statistics,
  statisticsOf,
} from '../../lib/sweeps/statistics.ts';
import { signedSummary, summaryOf } from '../../lib/sweeps/summary.ts';
import { summarySigner } from '../../lib/sweeps/summary-signer.ts';
import { removedWithin } from '../../lib/sweeps/survival.ts';
import type { Sweep } from '../../lib/sweeps/sweep.ts';
import { timeText } from '../reports/report-state.tsx';
import { saveFile } from '../reports/save-file.ts';
import { WideTable } from '../wide-table.tsx';
import { CurvePlot } from './curve-plot.tsx';
import { marketplaceName } from './page-texts.ts';
import { useSweep } from './use-sweep.ts';

const number = (value: number, digits = 0) =>
  value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits });
const percent = (share: number | null) => (share === null ? '–' : `${number(100 * share, 1)} %`);

/** Sellers of two marketplaces may bear one name; only their keys hold a colon, after the marketplace. */
function nameOf({ key, label }: Group<unknown>): string {
  if (key === OTHER_FAMILY) return i18n.t('form.familyOther');
  const colon = key.indexOf(':');
  return colon === -1 ? marketplaceName(label) : `${label} (${marketplaceName(key.slice(0, colon))})`;
}

interface Chosen {
  title: string;
  listings: readonly ListingKey[];
}
type Choose = (chosen: Chosen) => void;

/** A figure that opens its listings. */
function Figure({ listings, title, choose }: Chosen & { choose: Choose }) {
  return (
    <button
      type="button"
      class="link figure"
      onClick={() => choose({ title, listings })}
      aria-label={`${title}: ${listings.length}`}
    >
      {number(listings.length)}
    </button>
  );
}

/** A median or a share, which opens the removals that it rests on. */
function Estimate({ text, listings, title, choose }: Chosen & { text: string; choose: Choose }) {
  if (listings.length === 0) return <>{text}</>;
  return (
    <button
      type="button"
      class="link"
      onClick={() => choose({ title, listings })}
      aria-label={`${title}: ${text} (${listings.length})`}
    >
      {text}
    </button>
  );
}

const MARKS = [
  'cards',
  'marked',
  'suspicious',
  'notIllicit',
  'unsure',
  'open',
  'reported',
] as const satisfies readonly (keyof Marks)[];
const FATES = [
  'reported',
  'checked',
  'online',
  'changed',
  'gone',
  'unavailable',
  'returned',
] as const satisfies readonly (keyof Fate)[];

/** A table whose rows are groups and whose columns are figures. */
function FigureTable({
  title,
  columns,
  children,
}: {
  title: string;
  columns: readonly string[];
  children: ComponentChildren;
}) {
  return (
    <section>
      <h2>{title}</h2>
      <WideTable label={title}>
        <thead>
          <tr>
            <th scope="col" />
            {columns.map((column) => (
              <th key={column} scope="col" class="number">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        {children}
      </WideTable>
    </section>
  );
}

function MarksTable({
  title,
  groups,
  choose,
  all,
}: {
  title: string;
  groups: Group<Marks>[];
  all: Marks;
  choose: Choose;
}) {
  const row = (label: string, marks: Marks) =>
    MARKS.map((column) => (
      <td key={column} class="number">
        <Figure listings={marks[column]} title={`${label}: ${i18n.t(`sweep.result.${column}`)}`} choose={choose} />
      </td>
    ));
  return (
    <FigureTable title={title} columns={MARKS.map((column) => i18n.t(`sweep.result.${column}`))}>
      <tbody>
        {groups.map((group) => (
          <tr key={group.key} data-key={group.key}>
            <th scope="row">{nameOf(group)}</th>
            {row(nameOf(group), group.content)}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr data-key="all">
          <th scope="row">{i18n.t('sweep.coverage.sum')}</th>
          {row(i18n.t('sweep.coverage.sum'), all)}
        </tr>
      </tfoot>
    </FigureTable>
  );
}

const DAYS = [1, 7, 30] as const;

function FateTable({ title, groups, choose }: { title: string; groups: Group<Fate>[]; choose: Choose }) {
  const columns = [
    ...FATES.map((column) => i18n.t(`sweep.result.${column}`)),
    i18n.t('sweep.result.median'),
    ...DAYS.map((days) => i18n.t('sweep.result.goneWithin', [days])),
  ];
  return (
    <FigureTable title={title} columns={columns}>
      <tbody>
        {groups.map((group) => (
          <tr key={group.key} data-key={group.key}>
            <th scope="row">{nameOf(group)}</th>
            {FATES.map((column) => (
              <td key={column} class="number">
                <Figure
                  listings={group.content[column]}
                  title={`${nameOf(group)}: ${i18n.t(`sweep.result.${column}`)}`}
                  choose={choose}
                />
                {column === 'returned' && group.content.shareReturned !== null && (
                  <small> ({percent(group.content.shareReturned)})</small>
                )}
              </td>
            ))}
            <td class="number">
              {group.content.medianDays === null ? (
                '–'
              ) : (
                <Estimate
                  text={number(group.content.medianDays, 1)}
                  listings={removedWithin(group.content.curve, group.content.medianDays)}
                  title={`${nameOf(group)}: ${i18n.t('sweep.result.median')}`}
                  choose={choose}
                />
              )}
            </td>
            {DAYS.map((days) => (
              <td key={days} class="number">
                <Estimate
                  text={percent(group.content.goneWithin[days])}
                  listings={removedWithin(group.content.curve, days)}
                  title={`${nameOf(group)}: ${i18n.t('sweep.result.goneWithin', [days])}`}
                  choose={choose}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </FigureTable>
  );
}

/** What became of what was reported. */
function Fates({ statistics, choose }: { statistics: Statistics; choose: Choose }) {
  const { fate } = statistics;
  const total = { key: 'all', label: i18n.t('sweep.coverage.sum'), content: fate };
  return (
    <>
      <section>
        <h2>{i18n.t('sweep.result.curve')}</h2>
        <CurvePlot curve={fate.curve} label={i18n.t('sweep.result.curve')} />
        <p class="note">{i18n.t('sweep.result.curveNote')}</p>
      </section>
      <FateTable title={i18n.t('sweep.result.fateBySite')} groups={[...statistics.fateBySite, total]} choose={choose} />
      <FateTable title={i18n.t('sweep.result.fateByFamily')} groups={statistics.fateByFamily} choose={choose} />
      <FateTable
        title={i18n.t('sweep.result.fateBySeller')}
        groups={statistics.fateBySeller.slice(0, 20)}
        choose={choose}
      />
      <p class="note">
        {i18n.t('sweep.result.returned')}: {percent(fate.shareReturned)}
      </p>
    </>
  );
}

function Listings({ chosen, sweep, close }: { chosen: Chosen; sweep: Sweep; close(): void }) {
  return (
    <section class="card listings" aria-label={chosen.title}>
      <h2>{chosen.title}</h2>
      <button type="button" class="screen-only" onClick={close}>
        {i18n.t('mark.close')}
      </button>
      <ol>
        {chosen.listings.map((listing) => {
          const card = sweep.entries.get(listing)?.card;
          return (
            <li key={listing}>
              <a href={card?.url} target="_blank" rel="noreferrer">
                {card?.title ?? listing}
              </a>{' '}
              <small>
                {listing} · {card?.seller?.name ?? i18n.t('sweep.noSeller')}
              </small>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Results({ sweep, version }: { sweep: Sweep; version: number }) {
  const [chosen, choose] = useState<Chosen | null>(null);
  const { campaign } = sweep;
  const statistics = useMemo(() => statisticsOf(sweep), [version]);
  const seconds = secondsPerListing(sweep.journal);
  const { all, fate } = statistics;
  const download = async (what: 'csv' | 'json' | 'summary' | 'feedback') => {
    if (what === 'csv') saveFile(fileName(campaign, 'queue', 'csv'), 'text/csv', queueCsv(sweep));
    if (what === 'json')
      saveFile(
        fileName(campaign, 'results', 'json'),
        'application/json',
        JSON.stringify(summaryOf(sweep, new Date()), null, 2),
      );
    if (what === 'feedback')
      saveFile(fileName(campaign, 'feedback', 'jsonl'), 'application/x-ndjson', feedbackLines(sweep));
    if (what === 'summary')
      saveFile(
        fileName(campaign, 'signed', 'json'),
        'application/json',
        await signedSummary(summaryOf(sweep, new Date()), await summarySigner()),
      );
  };
  return (
    <>
      <h1>{i18n.t('sweep.result.heading', [campaign.name])}</h1>
      <p class="note">{i18n.t('sweep.result.madeAt', [timeText(Date.now())])}</p>
      <div class="actions screen-only">
        <button type="button" class="primary" onClick={() => window.print()}>
          {i18n.t('sweep.result.print')}
        </button>
        {(['csv', 'json', 'summary', 'feedback'] as const).map((what) => (
          <button key={what} type="button" onClick={() => void download(what)}>
            {i18n.t(`sweep.result.download.${what}`)}
          </button>
        ))}
      </div>
      <ul>
        {Array.from({ length: sweep.current }, (_, at) => at + 1).map((one) => {
          const { done, left } = coverageOf(sweep, one);
          return <li key={one}>{i18n.t('sweep.walk.progress', [one, done, left])}</li>;
        })}
        <li>
          {seconds === null ? i18n.t('sweep.coverage.noTime') : i18n.t('sweep.coverage.time', [number(seconds, 1)])}
        </li>
      </ul>
      {chosen !== null && <Listings chosen={chosen} sweep={sweep} close={() => choose(null)} />}
      <MarksTable title={i18n.t('sweep.result.bySite')} groups={statistics.bySite} all={all} choose={choose} />
      <MarksTable title={i18n.t('sweep.result.byFamily')} groups={statistics.byFamily} all={all} choose={choose} />
      <MarksTable
        title={i18n.t('sweep.result.bySeller')}
        groups={statistics.bySeller.slice(0, 20)}
        all={all}
        choose={choose}
      />
      {fate.reported.length === 0 ? (
        <p>{i18n.t('sweep.result.nothingReported')}</p>
      ) : (
        <Fates statistics={statistics} choose={choose} />
      )}
      <p class="note">{i18n.t('sweep.result.suspected')}</p>
    </>
  );
}

export function ResultsPage() {
  const state = useSweep(new URLSearchParams(location.search).get('campaign') ?? '', { begins: false });
  if (state.state === 'open' && state.value.complete)
    return <Results sweep={state.value.sweep} version={state.value.version} />;
  return (
    <p role="status">
      {state.state === 'failed' ? state.why : i18n.t(state.state === 'gone' ? 'sweep.goneCampaign' : 'sweep.loading')}
    </p>
  );
}
