/** The agents' page of inspectors' keys: an agent enrols one by typing the code that its holder read out. */
import { html } from 'hono/html';
import { enrolmentCode } from '../../../lib/evidence/keys.ts';
import type { KnownKey } from '../keys.ts';
import { type Html, page, plain, shown } from './layout.ts';
import type { Texts } from './texts.ts';

/** What a person may type for a code: small letters, without dashes, with O for 0 and I or L for 1. */
export function normalCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

/** Whether the code that an agent typed is that of the key. */
export async function isCodeOf(key: KnownKey, typed: string): Promise<boolean> {
  const spki = Uint8Array.from(Buffer.from(key.spki, 'base64'));
  return normalCode(typed) === normalCode(await enrolmentCode(spki));
}

function decision(texts: Texts, { fingerprint, state }: KnownKey): Html {
  const action = `/queue/keys/${fingerprint}`;
  const enrol = html`<form class="filter" method="post" action="${action}"><label>${texts.code} <input name="code" required maxlength="32" autocomplete="off" spellcheck="false"></label><button name="state" value="enrolled">${texts.enrol}</button></form>`;
  const refuse = html`<form method="post" action="${action}"><button name="state" value="refused">${texts.refuseKey}</button></form>`;
  return html`${state === 'enrolled' ? '' : enrol}${state === 'refused' ? '' : refuse}`;
}

function row(texts: Texts, key: KnownKey): Html {
  const decided =
    key.decidedAt === null ? '' : html`<br><span class="quiet">${key.decidedAt}, ${shown(key.decidedBy)}</span>`;
  return html`<tr><td>${shown(key.holder)}</td><td>${plain(key.agency)}</td><td><code>${key.fingerprint}</code></td>
<td class="tight">${key.askedAt}</td><td>${texts.keyStates[key.state]}${decided}</td><td>${decision(texts, key)}</td></tr>`;
}

/** @param fault a sentence about what was just tried, or null. */
export function keysPage(texts: Texts, agency: string, keys: readonly KnownKey[], fault: string | null): Html {
  const head = html`<tr><th>${texts.holder}</th><th>${texts.agency}</th><th>${texts.fingerprint}</th><th>${texts.received}</th><th>${texts.state}</th><th></th></tr>`;
  return page(
    texts,
    texts.keys,
    agency,
    html`<p><a href="/queue">${texts.back}</a></p><p>${texts.keysNote}</p>
${fault === null ? '' : html`<p class="warning" role="alert">${fault}</p>`}
${keys.length === 0 ? html`<p>${texts.noKeys}</p>` : html`<div class="scroll"><table><thead>${head}</thead><tbody>${keys.map((key) => row(texts, key))}</tbody></table></div>`}`,
  );
}
