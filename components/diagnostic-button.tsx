import { useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { Reading } from '../lib/listing/listing.ts';
import { diagnosticOf, type PageStructure } from '../lib/marketplaces/diagnostic.ts';

/** Saves a file about a page that could not be read: its structure, no text. It goes to the person's disk and nowhere else. */
async function saveDiagnostic(tab: number, reading: Reading): Promise<void> {
  // The code that looks is brought in now and not with the reader, which every page of goods would have to compile.
  const [answer] = await browser.scripting.executeScript({
    target: { tabId: tab },
    files: ['/page-structure.js'],
  });
  // Null where the script gave nothing.
  const structure = answer?.result as PageStructure | null | undefined;
  if (structure == null) throw new Error('the page gave no structure');
  const diagnostic = diagnosticOf(structure, reading);
  const url = URL.createObjectURL(new Blob([JSON.stringify(diagnostic, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'vigie-diagnostic.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function DiagnosticButton({ tab, reading }: { tab: number; reading: Reading }) {
  const [failed, setFailed] = useState(false);
  return (
    <>
      <button type="button" onClick={() => void saveDiagnostic(tab, reading).catch(() => setFailed(true))}>
        {i18n.t('verdict.diagnostic')}
      </button>
      <p class="note">{i18n.t('verdict.diagnosticNote')}</p>
      {failed && <p role="alert">{i18n.t('popup.silent')}</p>}
    </>
  );
}
