import { browser } from 'wxt/browser';
import { readPolicy } from '../lib/storage/policy.ts';

/** Opens the welcome page once, when a person installs Vigie: never on an update, nor where an organisation has chosen already. */
export function welcomeAfterInstall(): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void openWelcome();
  });
}

async function openWelcome(): Promise<void> {
  const read = await readPolicy();
  // A policy that cannot be read is one all the same; the settings say what is wrong with it.
  const isPreset = !read.ok || Object.keys(read.policy).length > 0;
  if (!isPreset) await browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') });
}
