/**
 * `report.en.html` and `report.fr.html`: the package for a person who reads and prints it. Everything in it is said by files of the
 * package too; it is a view, and the files are the evidence.
 */
import type { Listing } from '../../listing/listing.ts';
import type { CaptureContext } from '../context.ts';
import type { CustodyEntry } from '../custody.ts';
import type { EvidenceCase, EvidenceItem } from '../item.ts';
import { itemPath, PATHS, reportPath } from '../package/layout.ts';
import type { RecordedFinding } from '../recorded.ts';
import { SEAL_FILES, type Software } from '../seal.ts';
import { type Html, html } from './html.ts';
import { REPORT_LANGUAGES, REPORT_TEXTS, type ReportLanguage, type ReportTexts } from './texts.ts';

export interface ReportedItem {
  item: EvidenceItem;
  note: string;
  /** Null for a derived copy, or where the file cannot be read. */
  context: CaptureContext | null;
  listing: Listing | null;
  findings: RecordedFinding[];
  stamp: { at: string; authority: string } | null;
}

export interface ReportedCase {
  case: EvidenceCase;
  items: ReportedItem[];
  custody: CustodyEntry[];
  /** SHA-256 of the signing key. */
  key: string;
  software: Software;
  createdAt: string;
}

const STYLE = `
:root { color-scheme: light; font: 11pt/1.45 system-ui, sans-serif; color: #1b1b1b; background: #fff; }
body { max-inline-size: 60rem; margin: 2rem auto; padding-inline: 1rem; }
h1 { font-size: 1.8rem; } h2 { font-size: 1.3rem; margin-block-start: 2rem; } h3 { font-size: 1rem; }
dl { display: grid; grid-template-columns: minmax(10rem, auto) 1fr; gap: .2rem 1rem; } dt { color: #555; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; inline-size: 100%; font-size: 9pt; } th, td { text-align: start; padding: .2rem .5rem; border-block-end: 1px solid #ccc; overflow-wrap: anywhere; vertical-align: top; }
code, pre { font: 9pt/1.4 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
img { max-inline-size: 100%; border: 1px solid #ccc; }
@media print { section { break-before: page; } img { max-block-size: 22cm; } a { color: inherit; } }`;

type Row = [string, string | number | Html | null];

function facts(rows: readonly Row[]): Html {
  const shown = rows.flatMap(([name, value]) => (value === null ? [] : [html`<dt>${name}</dt><dd>${value}</dd>`]));
  return html`<dl>${shown}</dl>`;
}

function listed(values: readonly string[]): Html | null {
  return values.length === 0 ? null : html`<ol>${values.map((value) => html`<li>${value}</li>`)}</ol>`;
}

function contextRows(context: CaptureContext, t: ReportTexts): Row[] {
  const { browser, view, time, fetched, picture } = context;
  const known = (value: boolean | null) => (value === null ? t.unknown : value ? t.yes : t.no);
  return [
    [t.browser, `${browser.userAgent}${browser.platform === null ? '' : ` (${browser.platform})`}`],
    [t.languages, browser.languages.join(', ')],
    [t.privateWindow, known(browser.privateWindow)],
    [
      t.window,
      `${view.width} × ${view.height} px, ${view.documentWidth} × ${view.documentHeight} px, × ${view.devicePixelRatio}`,
    ],
    [t.timeZone, time.zone],
    [t.serverOffset, time.serverOffset === null ? t.unknown : `${time.serverOffset} ${t.seconds}`],
    [t.referrer, context.referrer],
    [t.path, listed(context.path)],
    [t.redirects, listed(context.redirects)],
    [
      t.fetched,
      fetched === null
        ? `${t.notFetched}${context.fetchFailure === null ? '' : `: ${context.fetchFailure}`}`
        : html`${fetched.at}, ${fetched.status}, ${fetched.finalUrl}, ${fetched.bytes} B, SHA-256 <code>${fetched.sha256}</code>`,
    ],
    [t.hidden, listed(picture.hidden)],
    [t.incomplete, picture.complete ? null : (picture.shortfall ?? t.yes)],
  ];
}

function preparation(context: CaptureContext, t: ReportTexts): Html {
  const rows = context.preparation.map(({ step, done }) => html`<tr><td>${t.steps[step]}</td><td>${t[done]}</td></tr>`);
  return rows.length === 0 ? html`` : html`<h3>${t.preparation}</h3><table>${rows}</table>`;
}

function findingsOf(findings: readonly RecordedFinding[], t: ReportTexts): Html {
  const shown = findings.map(
    ({ label, reason, legal, rule, publisher, packVersion }) =>
      html`<li>${label}: ${reason} <small>${legal.map(({ citation }) => citation).join('; ')} (${rule}, ${publisher} ${packVersion})</small></li>`,
  );
  return html`<h3>${t.findings}</h3>${shown.length === 0 ? html`<p>${t.noFindings}</p>` : html`<ul>${shown}</ul>`}`;
}

function section({ item, note, context, listing, findings, stamp }: ReportedItem, t: ReportTexts): Html {
  const pictures = item.files.filter(({ role }) => role === 'picture');
  const price = listing?.price ?? null;
  return html`<section><h2>${item.title ?? item.url}</h2>
<h3>${t.facts}</h3>${facts([
    [t.address, item.url],
    [t.listing, item.listing === null ? null : `${item.listing.marketplace} ${item.listing.id}`],
    [t.pageTitle, listing?.title ?? item.title],
    [t.seller, listing?.seller?.name ?? null],
    [t.price, price === null ? null : price.low.text],
    [t.capturedAt, item.capturedAt],
    [t.kind, t.kinds[item.kind]],
    ...(item.derived === null ? [] : [[t.derived[item.derived.by], item.derived.from] satisfies Row]),
    [t.timeStamp, stamp === null ? t.noTimeStamp : `${stamp.authority}, ${t.stampedAt} ${stamp.at}`],
    ...(context === null ? [] : contextRows(context, t)),
    [t.note, note === '' ? null : note],
  ])}
${context === null ? html`` : preparation(context, t)}${findingsOf(findings, t)}
<h3>${t.picture}</h3>${pictures.map(({ name }) => html`<p><img src="${itemPath(item.id, name)}" alt=""></p>`)}
<h3>${t.files}</h3><table>${item.files.map(({ name, bytes, sha256 }) => html`<tr><td>${itemPath(item.id, name)}</td><td>${bytes} B</td><td><code>${sha256}</code></td></tr>`)}</table></section>`;
}

function custody(entries: readonly CustodyEntry[], t: ReportTexts): Html {
  const rows = entries.map(
    ({ sequence, at, action, item, detail }) =>
      html`<tr><td>${sequence}</td><td>${at}</td><td>${t.actions[action]}</td><td>${item ?? t.wholeCase}</td><td>${detail ?? ''}</td></tr>`,
  );
  const head = html`<tr><th></th><th>${t.when}</th><th>${t.what}</th><th>${t.which}</th><th>${t.detail}</th></tr>`;
  return html`<section><h2>${t.custody}</h2><table>${head}${rows}</table></section>`;
}

/** The commands that `docs/evidence-format.md` gives; a test runs just these. */
export function verifyCommands(item: string, stamped: boolean): string[] {
  const manifest = itemPath(item, SEAL_FILES.manifest);
  return [
    'unzip -q PACKAGE.wacz -d package && cd package',
    `sha256sum -c ${PATHS.sums}`,
    `openssl dgst -sha256 -verify ${PATHS.key} -signature ${PATHS.signature} ${PATHS.sums}`,
    `openssl dgst -sha256 -verify ${itemPath(item, SEAL_FILES.key)} -signature ${itemPath(item, SEAL_FILES.signature)} ${manifest}`,
    ...(stamped
      ? [`openssl ts -verify -data ${manifest} -in ${itemPath(item, SEAL_FILES.timeStamp)} -CAfile AUTHORITY-CA.pem`]
      : []),
  ];
}

function howToVerify({ items, key }: ReportedCase, t: ReportTexts): Html {
  const example = items.find(({ stamp }) => stamp !== null) ?? items[0];
  const commands = example === undefined ? [] : verifyCommands(example.item.id, example.stamp !== null);
  return html`<section><h2>${t.verifyTitle}</h2><p>${t.verifyVigie} <code>npx vigie verify PACKAGE.wacz</code></p>
<p>${t.verifyPublic}</p><pre>${commands.join('\n')}</pre><p>${t.verifyKey}</p><p><code>${key}</code></p></section>`;
}

export function writeReport(reported: ReportedCase, language: ReportLanguage): string {
  const t = REPORT_TEXTS[language];
  const other = REPORT_LANGUAGES.find((candidate) => candidate !== language) ?? language;
  const { software } = reported;
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file: blob:; style-src 'unsafe-inline'">
<title>${t.title}: ${reported.case.name}</title><style>${STYLE}</style></head><body>
<header><h1>${t.title}</h1><p><a href="${reportPath(other)}" lang="${other}">${t.otherLanguage}</a></p>${facts([
    [t.case, reported.case.name],
    [t.items, reported.items.length],
    [t.madeOn, reported.createdAt],
    [t.software, `${software.name} ${software.version}${software.build === null ? '' : ` (${software.build})`}`],
    [t.signedBy, html`<code>${reported.key}</code>`],
  ])}<h3>${t.claimTitle}</h3><p>${t.claim}</p></header>
${reported.items.map((item) => section(item, t))}
${custody(reported.custody, t)}
${howToVerify(reported, t)}
</body></html>
`.text;
}
