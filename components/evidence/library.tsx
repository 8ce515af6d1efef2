import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { onEvidenceChanged } from '../../lib/evidence/library/changes.ts';
import { type RemovedItem, restoreItem } from '../../lib/evidence/library/items.ts';
import { clearExports } from '../../lib/evidence/library/save-stream.ts';
import { ask } from '../../lib/messages/ask-background.ts';
import { openDatabase } from '../../lib/storage/database.ts';
import { UndoLine } from '../undo-line.tsx';
import { CasesView } from './cases-view.tsx';
import { CompareView } from './compare-view.tsx';
import { EditView } from './edit-view.tsx';
import { ItemView } from './item-view.tsx';
import { type Route, useRoute } from './route.ts';
import { SpaceLine } from './space-line.tsx';
import { VerifyView } from './verify-view.tsx';

interface ViewProps {
  route: Route;
  /** What was deleted last; it is held by this page alone. */
  removed: RemovedItem | null;
  setRemoved(removed: RemovedItem | null): void;
}

function View({ route, removed, setRemoved }: ViewProps) {
  const undo = async (item: RemovedItem) => {
    await restoreItem(await openDatabase(), item);
    setRemoved(null);
    // It may have been waiting for its seal or its time stamp.
    ask('seal-evidence', null).catch(() => undefined);
  };
  switch (route.at) {
    case 'item':
      return <ItemView id={route.item} deleted={setRemoved} />;
    case 'edit':
      return <EditView key={`${route.item} ${route.by}`} id={route.item} by={route.by} />;
    case 'compare':
      return <CompareView before={route.before} after={route.after} />;
    case 'verify':
      return <VerifyView />;
    default:
      return (
        <>
          <h1>{i18n.t('evidence.heading')}</h1>
          {removed !== null && (
            <UndoLine key={removed.item.id} said={i18n.t('evidence.deleted')} undo={() => undo(removed)} />
          )}
          <CasesView />
          <SpaceLine />
        </>
      );
  }
}

/** The evidence page. */
export function Library() {
  const route = useRoute();
  const [removed, setRemoved] = useState<RemovedItem | null>(null);
  // Whoever goes on to another item is done with the deleted one; of a forgotten listing nothing may be held.
  useEffect(() => {
    if (route.at === 'item') setRemoved((before) => (before?.item.id === route.item ? before : null));
  }, [route]);
  useEffect(
    () =>
      onEvidenceChanged((forgotten) =>
        setRemoved((before) => (forgotten !== null && before?.item.listings.includes(forgotten) ? null : before)),
      ),
    [],
  );
  useEffect(() => {
    document.title = `${i18n.t('evidence.heading')} – Vigie`;
    clearExports().catch(() => undefined);
    // Wakes the background: it ends captures that a killed browser left open, and seals what waits.
    ask('seal-evidence', null).catch(() => undefined);
  }, []);
  return (
    <>
      <nav aria-label={i18n.t('popup.tabs.label')} class="sections">
        <a href="#/" aria-current={route.at === 'verify' ? undefined : 'page'}>
          {i18n.t('evidence.heading')}
        </a>
        <a href="#/verify" aria-current={route.at === 'verify' ? 'page' : undefined}>
          {i18n.t('verify.heading')}
        </a>
      </nav>
      <View route={route} removed={removed} setRemoved={setRemoved} />
    </>
  );
}
