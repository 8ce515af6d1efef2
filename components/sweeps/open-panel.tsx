/** Opens the side panel beside the page; both browsers want a press for it. */
import { browser } from 'wxt/browser';
import { i18n } from '#i18n';

interface Panels {
  sidePanel?: { open(options: { windowId: number }): Promise<void> };
  sidebarAction?: { open(): Promise<void> };
}

/** Rejected where the browser has no panel (Firefox for Android): the same page opens in a tab. */
async function openPanel(windowId: number): Promise<void> {
  // The polyfill's types know one of the two only.
  const panels = browser as unknown as Panels;
  if (panels.sidePanel !== undefined) await panels.sidePanel.open({ windowId });
  else if (panels.sidebarAction !== undefined) await panels.sidebarAction.open();
  else throw new Error('this browser has no side panel');
}

let here = -2;
// Asked beforehand: the press counts no longer after a first wait.
void browser.windows?.getCurrent().then(({ id }) => {
  here = id ?? here;
});

export function OpenPanel() {
  return (
    <button
      type="button"
      class="quiet"
      onClick={() => {
        openPanel(here).then(
          () => window.close(),
          () => browser.tabs.create({ url: browser.runtime.getURL('/sidepanel.html') }),
        );
      }}
    >
      {i18n.t('sweep.openPanel')}
    </button>
  );
}
