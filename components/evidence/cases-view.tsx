import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { currentCase, deleteCase, listCases } from '../../lib/evidence/library/cases.ts';
import { listItems } from '../../lib/evidence/library/items.ts';
import { searchItems } from '../../lib/evidence/library/search.ts';
import type { StoredCase, StoredItem } from '../../lib/evidence/library/stored.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { TextField } from '../fields.tsx';
import { plural } from '../plural.ts';
import { CasePicker } from './case-picker.tsx';
import { ExportButton } from './export-button.tsx';
import { ItemCard } from './item-card.tsx';
import { useEvidence } from './use-evidence.ts';

interface Cases {
  cases: StoredCase[];
  items: StoredItem[];
  current: StoredCase | null;
}

async function load(): Promise<Cases> {
  const database = await openDatabase();
  const [cases, items, current] = await Promise.all([listCases(database), listItems(database), currentCase(database)]);
  return { cases, items, current };
}

const isWhole = ({ state }: StoredItem) => state === 'captured' || state === 'sealed';

interface CaseSectionProps {
  case: StoredCase;
  items: StoredItem[];
  picked: readonly string[];
  pick(id: string): void;
}

function CaseSection({ case: shown, items, picked, pick }: CaseSectionProps) {
  const left = items.filter((item) => !isWhole(item)).length;
  return (
    <section aria-labelledby={`case-${shown.id}`}>
      <h2 id={`case-${shown.id}`}>{shown.name}</h2>
      <p class="note">
        {plural('evidence.count', items.length)} {left > 0 && i18n.t('evidence.notExported')}
      </p>
      <div class="actions">
        <ExportButton
          case={shown}
          item={null}
          label={i18n.t('evidence.export.case')}
          disabled={!items.some(({ state }) => state === 'sealed')}
        />
        {items.length === 0 && (
          <button type="button" onClick={() => void openDatabase().then((database) => deleteCase(database, shown.id))}>
            {i18n.t('evidence.deleteCase')}
          </button>
        )}
      </div>
      <ul class="plain items">
        {items.map((item) => (
          <ItemCard
            key={item.id}
            item={item}
            picked={isWhole(item) ? picked.includes(item.id) : null}
            pick={() => pick(item.id)}
          />
        ))}
      </ul>
    </section>
  );
}

/** All cases with their items, found by words, picked in pairs for a comparison. */
export function CasesView() {
  const [loaded] = useEvidence(load, 'cases');
  const [query, setQuery] = useState('');
  const [picked, setPicked] = useState<string[]>([]);
  if (loaded.state === 'loading') return <p role="status">{i18n.t('evidence.loading')}</p>;
  if (loaded.state === 'failed') return <p role="alert">{i18n.t('evidence.failed', [loaded.why])}</p>;
  const { cases, items, current } = loaded.value;
  if (cases.length === 0) return <p class="lead">{i18n.t('evidence.empty')}</p>;
  const found = searchItems(items, query);
  const pick = (id: string) =>
    setPicked((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id].slice(-2)));
  // The older one stands on the left, whichever was picked first.
  const pair = items.filter(({ id }) => picked.includes(id)).reverse();
  const isSearching = query.trim() !== '';
  const shown = cases.filter(({ id }) => !isSearching || found.some(({ caseId }) => caseId === id));
  return (
    <>
      <div class="tools">
        <TextField label={i18n.t('evidence.search')} value={query} max={200} onInput={setQuery} />
        <CasePicker key={current?.id ?? ''} />
      </div>
      <p role="status">{isSearching && plural('evidence.found', found.length)}</p>
      {pair.length === 2 && (
        <p class="notice">
          <a href={`#/compare/${pair[0]?.id}/${pair[1]?.id}`}>{i18n.t('evidence.compare.open')}</a>
        </p>
      )}
      {shown.map((one) => (
        <CaseSection
          key={one.id}
          case={one}
          items={found.filter(({ caseId }) => caseId === one.id)}
          picked={picked}
          pick={pick}
        />
      ))}
    </>
  );
}
