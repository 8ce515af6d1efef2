import { i18n } from '#i18n';
import { spaceOf } from '../../lib/evidence/library/space.ts';
import { sizeText } from './evidence-texts.ts';
import { useEvidence } from './use-evidence.ts';

/** How much is used, a warning before it hurts, and the browser's promise to keep it. */
export function SpaceLine() {
  const [space, reload] = useEvidence(() => spaceOf(), 'space');
  if (space.state !== 'loaded') return null;
  const { used, granted, persisted, scarce } = space.value;
  return (
    <footer>
      <p class="note">
        {granted === null
          ? i18n.t('evidence.space.used', [sizeText(used)])
          : i18n.t('evidence.space.usedOf', [sizeText(used), sizeText(granted)])}{' '}
        {persisted && i18n.t('evidence.space.persisted')}
      </p>
      {scarce && (
        <p class="notice" role="status">
          {i18n.t('evidence.space.scarce')}
        </p>
      )}
      {!persisted && (
        <button type="button" class="link" onClick={() => void navigator.storage.persist().then(reload)}>
          {i18n.t('evidence.space.persist')}
        </button>
      )}
    </footer>
  );
}
