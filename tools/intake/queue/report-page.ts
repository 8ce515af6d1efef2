/** One report, for the agent who decides on it. */
import { html } from 'hono/html';
import type { ChildProtectionReport } from '../../../lib/reports/child-protection.ts';
import { REPORT_STATES } from '../../../lib/reports/protocol.ts';
import { anyReportSchema, type Report, type ReportedListing } from '../../../lib/reports/report.ts';
import { parseJson, sha256 } from '../body.ts';
import type { StoredReport } from '../store.ts';
import { type Html, page, plain, shown } from './layout.ts';
import { roleText } from './list-page.ts';
import type { Texts } from './texts.ts';

function link(url: string): Html {
  return html`<a href="${url}" rel="noreferrer noopener nofollow"><bdi>${plain(url)}</bdi></a>`;
}

function term(name: string, value: Html | string): Html {
  return html`<dt>${name}</dt><dd>${value}</dd>`;
}

function priceText({ price }: ReportedListing): string | null {
  if (price === null) return null;
  const { low, high } = price;
  return low.amount === high.amount ? low.text : `${low.text} – ${high.text}`;
}

function listingSection(texts: Texts, listing: ReportedListing, index: number): Html {
  const { ref, seller, reading } = listing;
  return html`<section>
<h2>${texts.listing} ${index + 1}: ${shown(`${ref.marketplace}:${ref.id}`)}</h2>
<dl>
${term(texts.title, shown(listing.title))}
${term(texts.address, link(listing.url))}
${listing.url === ref.canonicalUrl ? '' : term('', link(ref.canonicalUrl))}
${term(texts.price, shown(priceText(listing)))}
${term(texts.seller, seller === null ? html`–` : html`${shown(seller.name)} ${seller.id === null ? '' : html`(${shown(seller.id)})`} ${seller.trader} ${seller.url === null ? '' : link(seller.url)}`)}
${listing.variant === null ? '' : term(texts.variant, shown(listing.variant.name))}
${listing.differsFromTitle ? term(texts.differs, html`<strong>${shown(listing.differsText)}</strong>`) : ''}
${
  reading === null
    ? ''
    : term(
        texts.reading,
        html`${reading.verdict}, ${reading.readAt}<br>${Object.entries(reading.provenance).map(
          ([field, { source, path }]) => html`<span class="quiet">${field}: ${source} ${plain(path)}</span><br>`,
        )}`,
      )
}
</dl>
</section>`;
}

function findingsSection(texts: Texts, { findings }: Report): Html {
  if (findings.length === 0) return html``;
  return html`<section><h2>${texts.findings}</h2><div class="scroll"><table>
<tbody>${findings.map(
    ({ rule, severity, confidence, pack, listing, words }) => html`<tr>
<td>${texts.listing} ${listing + 1}</td><td>${plain(rule)}</td><td>${severity}</td><td class="number">${Math.round(confidence * 100)} %</td>
<td>${texts.words}: ${words.map((word) => html`<bdi>“${plain(word)}”</bdi> `)}</td>
<td class="quiet">${plain(pack.publisher)} ${plain(pack.version)}</td></tr>`,
  )}</tbody></table></div></section>`;
}

export type EvidenceState = keyof Texts['evidenceStates'];
/** What is known of evidence, by its SHA-256. */
export type HeldEvidence = ReadonlyMap<string, EvidenceState>;

function evidenceState(texts: Texts, state: EvidenceState = 'missing'): Html {
  return state === 'damaged'
    ? html`<span class="warning">${texts.evidenceStates.damaged}</span>`
    : html`${texts.evidenceStates[state]}`;
}

function evidenceSection(texts: Texts, { evidence }: Report, held: HeldEvidence): Html {
  if (evidence.length === 0) return html``;
  return html`<section><h2>${texts.evidence}</h2><div class="scroll"><table><tbody>${evidence.map(
    ({ sha256: hash, mediaType, bytes, capturedAt }) => html`<tr>
<td><code>${held.get(hash) === 'intact' ? html`<a href="/queue/evidence/${hash}">${hash}</a>` : hash}</code></td><td>${plain(mediaType)}</td><td class="number">${bytes}</td><td>${capturedAt}</td><td>${evidenceState(texts, held.get(hash))}</td></tr>`,
  )}</tbody></table></div></section>`;
}

function ordinary(texts: Texts, report: Report, held: HeldEvidence): Html {
  const { reporter } = report;
  return html`<section><h2>${texts.explanation}</h2>
<p>${shown(report.explanation)}</p>
<dl>
${term('DSA', html`${report.dsa.category}${report.dsa.keyword === null ? '' : html`, ${report.dsa.keyword}`}`)}
${report.legalBasis.map(({ citation, url, checked }) =>
  term(
    texts.legalBasis,
    html`${shown(citation)} ${checked === null ? html`(${texts.unverified})` : ''} ${url === null ? '' : link(url)}`,
  ),
)}
${term(texts.reporter, reporter === null ? texts.noReporter : html`${shown(reporter.name)} ${shown(reporter.email)}`)}
</dl></section>
${report.listings.map((listing, index) => listingSection(texts, listing, index))}
${findingsSection(texts, report)}
${evidenceSection(texts, report, held)}`;
}

/** The address stands as text: nobody opens it by a slip. */
function childProtection(texts: Texts, report: ChildProtectionReport): Html {
  return html`<p class="warning">${texts.doNotOpen}</p>
<dl>
${term(texts.marketplace, shown(report.marketplace))}
${term(texts.listing, shown(report.listingId))}
${term(texts.address, shown(report.url))}
${term(texts.seenAt, report.seenAt)}
${term(texts.note, shown(report.note))}
</dl>`;
}

function contentOf(texts: Texts, stored: StoredReport, held: HeldEvidence): Html {
  if (stored.body === null) return html`<p>${texts.erased}: ${stored.erasedAt ?? ''}.</p>`;
  const intact = sha256(stored.body) === stored.sha256;
  const value = parseJson(stored.body);
  const parsed = anyReportSchema.safeParse(value.ok ? value.value : undefined);
  const report = parsed.success ? parsed.data : null;
  const raw = html`<details><summary>${texts.content}</summary><pre>${plain(Buffer.from(stored.body).toString('utf8'))}</pre></details>`;
  return html`<p${intact ? '' : html` class="warning" role="alert"`}>${intact ? texts.intact : texts.damaged}</p>
${report === null ? '' : report.schema === 'vigie-report/1' ? ordinary(texts, report, held) : childProtection(texts, report)}
${report?.schema === 'vigie-child-protection-report/1' ? '' : raw}`;
}

function statusForm(texts: Texts, { reference, state, reason, decision }: StoredReport, fault: string | null): Html {
  const action = `/queue/reports/${encodeURIComponent(reference)}`;
  return html`<section><h2>${texts.setState}</h2>
${fault === null ? '' : html`<p class="warning" role="alert">${fault}</p>`}
<form method="post" action="${action}/status">
<label>${texts.state} <select name="state">${REPORT_STATES.map((known) =>
    known === state
      ? html`<option value="${known}" selected>${texts.states[known]}</option>`
      : html`<option value="${known}">${texts.states[known]}</option>`,
  )}</select></label>
<label>${texts.reason} <input name="reason" maxlength="500" value="${reason ?? ''}"></label>
<label>${texts.decision} <textarea name="decision" maxlength="5000">${decision ?? ''}</textarea></label>
<p><button>${texts.save}</button></p>
</form>
<details><summary>${texts.erase}</summary>
<form method="post" action="${action}/erase"><p>${texts.eraseNote}</p><button>${texts.erase}</button></form></details>
</section>`;
}

function historySection(texts: Texts, { history }: StoredReport): Html {
  return html`<section><h2>${texts.history}</h2><ol>${history.map(
    ({ at, agency, state, reason }) =>
      html`<li>${at} ${shown(agency)}: ${texts.states[state]} ${reason === null ? '' : shown(reason)}</li>`,
  )}</ol></section>`;
}

/** `fault`: why the last change was not taken. */
export function reportPage(
  texts: Texts,
  agency: string,
  stored: StoredReport,
  held: HeldEvidence,
  fault: string | null,
): Html {
  const { facts } = stored;
  return page(
    texts,
    `${texts.report} ${stored.reference}`,
    agency,
    html`<p><a href="/queue">${texts.back}</a></p>
<dl>
${term(texts.received, stored.receivedAt)}
${term(texts.state, texts.states[stored.state])}
${facts.schema === 'vigie-report/1' ? term(texts.family, shown(facts.family)) : term(texts.kind, texts.childProtection)}
${facts.role === null ? '' : term(texts.role, shown(roleText(texts, facts)))}
${term(texts.sameListing, String(facts.firstListing === null ? 0 : stored.sameListing))}
${term('SHA-256', html`<code>${stored.sha256}</code>`)}
</dl>
${contentOf(texts, stored, held)}
${statusForm(texts, stored, fault)}
${stored.history.length === 0 ? '' : historySection(texts, stored)}`,
  );
}
