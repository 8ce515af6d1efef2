/** The list of reports and the login. */
import { html } from 'hono/html';
import { REPORT_STATES } from '../../../lib/reports/protocol.ts';
import type { ListedReport, ListQuery } from '../store.ts';
import { type Html, page, plain, shown } from './layout.ts';
import type { Texts } from './texts.ts';

export const PAGE_SIZE = 50;

export function loginPage(texts: Texts, wrong: boolean): Html {
  return page(
    texts,
    texts.login,
    null,
    html`${wrong ? html`<p class="warning" role="alert">${texts.wrongToken}</p>` : ''}
<form class="filter" method="post" action="/queue/login">
<label>${texts.token} <input type="password" name="token" required autocomplete="current-password" maxlength="512" autofocus></label>
<button>${texts.login}</button>
</form>`,
  );
}

/** The filter as a query string, with other members where `changes` has them. */
export function queryString(query: Omit<ListQuery, 'limit'>, changes: Record<string, string> = {}): string {
  const given = Object.entries({ ...query, ...changes }).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
}

function option(value: string, label: string, chosen: string | undefined): Html {
  return value === (chosen ?? '')
    ? html`<option value="${value}" selected>${label}</option>`
    : html`<option value="${value}">${label}</option>`;
}

function filterForm(texts: Texts, query: Omit<ListQuery, 'limit'>): Html {
  return html`<form class="filter" method="get" action="/queue" aria-label="${texts.filter}">
<label>${texts.state} <select name="state">${option('', texts.any, query.state)}${REPORT_STATES.map((state) => option(state, texts.states[state], query.state))}</select></label>
<label>${texts.kind} <select name="schema">${option('', texts.any, query.schema)}${option('vigie-report/1', texts.ordinary, query.schema)}${option('vigie-child-protection-report/1', texts.childProtection, query.schema)}</select></label>
<label>${texts.family} <input name="family" maxlength="64" value="${query.family ?? ''}"></label>
<label>${texts.marketplace} <input name="marketplace" maxlength="32" value="${query.marketplace ?? ''}"></label>
<label>${texts.listing} <input name="listing" maxlength="100" placeholder="aliexpress:1005…" value="${query.listing ?? ''}"></label>
<button>${texts.apply}</button>
</form>`;
}

/** A consumer needs no proof; whether another role was proved by a token is part of what an agent must know. */
export function roleText(texts: Texts, { role, agency }: ListedReport['facts']): string {
  if (role === null) return '';
  return role === 'consumer' ? role : `${role} (${agency ?? texts.claimed})`;
}

function row(texts: Texts, { reference, receivedAt, facts, state, sameListing }: ListedReport): Html {
  const { firstListing, listingCount } = facts;
  const role = roleText(texts, facts);
  return html`<tr>
<td class="tight"><time datetime="${receivedAt}">${receivedAt.slice(0, 16).replace('T', ' ')}</time></td>
<td class="tight"><a href="/queue/reports/${encodeURIComponent(reference)}">${reference}</a></td>
<td class="tight">${texts.states[state]}</td>
<td>${facts.schema === 'vigie-report/1' ? plain(facts.family ?? '') : texts.childProtection}</td>
<td>${shown(firstListing ?? facts.marketplace)}${listingCount > 1 ? html` ${texts.and(listingCount - 1)}` : ''}</td>
<td>${plain(role)}</td>
<td class="number">${
    firstListing === null ? '' : html`<a href="/queue?${queryString({ listing: firstListing })}">${sameListing}</a>`
  }</td>
</tr>`;
}

export function listPage(
  texts: Texts,
  agency: string,
  query: Omit<ListQuery, 'limit'>,
  reports: readonly ListedReport[],
): Html {
  const { before: _, ...filter } = query;
  const last = reports.length < PAGE_SIZE ? undefined : reports.at(-1);
  const table = html`<div class="scroll"><table>
<thead><tr><th>${texts.received} (UTC)</th><th>${texts.reference}</th><th>${texts.state}</th><th>${texts.family}</th><th>${texts.listing}</th><th>${texts.role}</th><th class="number">${texts.sameListing}</th></tr></thead>
<tbody>${reports.map((report) => row(texts, report))}</tbody>
</table></div>`;
  return page(
    texts,
    texts.queue,
    agency,
    html`${filterForm(texts, query)}
${reports.length === 0 ? html`<p>${texts.none}</p>` : table}
${last === undefined ? '' : html`<p><a href="/queue?${queryString(filter, { before: String(last.sequence) })}">${texts.older}</a></p>`}
<p><a href="/queue/keys">${texts.keys}</a></p>
<p class="quiet">${texts.exportNote} <a href="/queue/export.json?${queryString(filter)}">JSON</a>, <a href="/queue/export.csv?${queryString(filter)}">CSV</a></p>`,
  );
}
