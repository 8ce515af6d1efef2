import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import { clearExports } from '../../lib/evidence/library/save-stream.ts';
import { ask } from '../../lib/messages/ask-background.ts';
import { CasesView } from './cases-view.tsx';
import { CompareView } from './compare-view.tsx';
import { EditView } from './edit-view.tsx';
import { ItemView } from './item-view.tsx';
import { type Route, useRoute } from './route.ts';
import { SpaceLine } from './space-line.tsx';
import { VerifyView } from './verify-view.tsx';

function View({ route }: { route: Route }) {
  switch (route.at) {
    case 'item':
      return <ItemView id={route.item} />;
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
          <CasesView />
          <SpaceLine />
        </>
      );
  }
}

/** The evidence page. */
export function Library() {
  const route = useRoute();
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
      <View route={route} />
    </>
  );
}
