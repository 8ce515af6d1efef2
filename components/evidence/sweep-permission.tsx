import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { useLoaded } from '../use-loaded.ts';

/** What both browsers ask for capturing a tab without a click on it; a site's own permission is not enough. */
export const ANY_TAB = { origins: ['<all_urls>'] };

/** "Alt+Shift+E", as the person may have changed it. */
async function captureKey(): Promise<string> {
  const commands = await browser.commands.getAll();
  return commands.find(({ name }) => name === 'capture-page')?.shortcut || 'Alt+Shift+E';
}

async function load() {
  const [granted, key] = await Promise.all([browser.permissions.contains(ANY_TAB), captureKey()]);
  return { granted, key };
}

/** Asked once, with the reason; everything works without it. */
export function SweepPermission() {
  const [loaded, reload] = useLoaded(load, 'sweep');
  if (loaded.state !== 'loaded') return null;
  const { granted, key } = loaded.value;
  if (granted) return <p class="note">{i18n.t('capture.sweepGranted')}</p>;
  return (
    <>
      <button type="button" class="link" onClick={() => void browser.permissions.request(ANY_TAB).then(reload)}>
        {i18n.t('capture.sweep')}
      </button>
      <p class="note">{i18n.t('capture.sweepNote', [key])}</p>
    </>
  );
}
