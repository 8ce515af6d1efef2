import { useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import { DIAGNOSE } from '../lib/messages.ts';

/** Saves a file about a page that could not be read: its structure, no text. It goes to the person's disk and nowhere else. */
async function saveDiagnostic(tab: number): Promise<void> {
  const diagnostic: unknown = await browser.tabs.sendMessage(tab, { what: DIAGNOSE, body: null });
  const url = URL.createObjectURL(new Blob([JSON.stringify(diagnostic, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'vigie-diagnostic.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function DiagnosticButton({ tab }: { tab: number }) {
  const [failed, setFailed] = useState(false);
  return (
    <>
      <button type="button" onClick={() => void saveDiagnostic(tab).catch(() => setFailed(true))}>
        {i18n.t('verdict.diagnostic')}
      </button>
      <p class="note">{i18n.t('verdict.diagnosticNote')}</p>
      {failed && <p role="alert">{i18n.t('popup.silent')}</p>}
    </>
  );
}
