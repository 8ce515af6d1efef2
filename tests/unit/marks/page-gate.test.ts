// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { type GatedWindow, openGate } from '../../../components/marks/page-gate.ts';
import { pageKind } from '../../../lib/marketplaces/aliexpress.ts';

const HELP = 'https://service.aliexpress.com/page/home';
const ITEM = 'https://www.aliexpress.com/item/1005006722922099.html';
const GRID = 'https://www.aliexpress.com/w/wholesale-timer.html';

/** A window at an address, whose history calls are reported by the Navigation API or show only in the document. */
function windowAt(href: string, reports: boolean) {
  const events = new EventTarget();
  const navigation = new EventTarget();
  const sendMessage = vi.fn(async () => null);
  const page = document.createElement('div');
  const gated: GatedWindow = {
    location: { href },
    document: page,
    MutationObserver,
    addEventListener: (type, listener) => events.addEventListener(type, listener),
    chrome: { runtime: { sendMessage } },
    ...(reports ? { navigation } : {}),
  };
  const goTo = async (address: string) => {
    gated.location.href = address;
    if (reports) navigation.dispatchEvent(new Event('currententrychange'));
    else page.append(document.createElement('p'));
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { gated, goTo, sendMessage, events };
}

describe('the gate', () => {
  it.each([ITEM, GRID])('asks for the reader at once on %s', (address) => {
    const { gated, sendMessage } = windowAt(address, true);
    openGate(pageKind, gated);
    expect(sendMessage.mock.calls).toEqual([[{ what: 'read-this', body: null }]]);
  });

  it.each([true, false])('waits on other pages for history to lead to goods (reported: %s)', async (reports) => {
    const { gated, goTo, sendMessage } = windowAt(HELP, reports);
    openGate(pageKind, gated);
    await goTo(`${HELP}?page=2`);
    expect(sendMessage).not.toHaveBeenCalled();
    await goTo(GRID);
    await goTo(ITEM);
    await goTo(HELP);
    await goTo(GRID);
    expect(sendMessage).toHaveBeenCalledTimes(1);
  });

  it('hears of the way back', () => {
    const { gated, sendMessage, events } = windowAt(HELP, true);
    openGate(pageKind, gated);
    gated.location.href = ITEM;
    events.dispatchEvent(new Event('popstate'));
    expect(sendMessage).toHaveBeenCalledTimes(1);
  });

  it('asks once more where the background ended before it answered', async () => {
    const { gated, sendMessage } = windowAt(ITEM, true);
    sendMessage.mockRejectedValueOnce(new Error('The message port closed before a response was received.'));
    openGate(pageKind, gated);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(sendMessage).toHaveBeenCalledTimes(2);
  });

  it('bears that the extension is gone', async () => {
    const { gated, sendMessage } = windowAt(ITEM, true);
    sendMessage.mockRejectedValue(new Error('Extension context invalidated.'));
    openGate(pageKind, gated);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(sendMessage).toHaveBeenCalledTimes(2);
  });
});
