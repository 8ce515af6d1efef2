/** What all agents' pages share: the frame, the style, and how a hostile text is shown. */
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Texts } from './texts.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** No script, no image, nothing from elsewhere; forms go to these pages only. */
export const PAGE_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** Characters that are invisible or turn the direction of writing are made visible: they are part of a disguise. */
export function plain(text: string): string {
  return text.replace(
    INVISIBLE,
    (character) => `⟦U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟧`,
  );
}

/** A text from outside, kept from changing the direction of what stands around it. */
export function shown(text: string | null): Html {
  return text === null ? html`–` : html`<bdi>${plain(text)}</bdi>`;
}

export function page(texts: Texts, title: string, agency: string | null, body: Html): Html {
  return html`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} – Vigie</title>
<link rel="stylesheet" href="/queue/style.css">
</head>
<body>
<header>
<a class="home" href="/queue">Vigie</a>
${
  agency === null
    ? ''
    : html`<form method="post" action="/queue/logout"><span>${agency}</span> <button>${texts.logout}</button></form>`
}
</header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`;
}

export const STYLE = `
:root { color-scheme: light dark; --line: #8886; --accent: #1f5fbf; --warn: #b3261e; font: 16px/1.5 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { :root { --accent: #8ab4f8; --warn: #f2b8b5; } }
body { margin: 0; }
header { display: flex; justify-content: space-between; align-items: center; padding: .5rem 1.5rem; border-bottom: 1px solid var(--line); }
header form { display: flex; gap: .75rem; align-items: center; margin: 0; }
.home { font-weight: 700; text-decoration: none; color: inherit; }
main { padding: 0 1.5rem 3rem; max-width: 80rem; margin: 0 auto; }
a { color: var(--accent); }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
.scroll { overflow-x: auto; }
th, td { text-align: start; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
dd, pre { overflow-wrap: anywhere; }
td { overflow-wrap: break-word; }
.tight { white-space: nowrap; }
th.number, td.number { text-align: end; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .25rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; }
section { border: 1px solid var(--line); border-radius: .5rem; padding: 0 1rem 1rem; margin: 1rem 0; }
.filter { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: 1rem 0; }
label { display: flex; flex-direction: column; font-size: .875rem; gap: .15rem; }
section label { margin-bottom: .75rem; max-width: 48rem; }
input, select, textarea, button { font: inherit; font-size: 1rem; min-height: 2.25rem; box-sizing: border-box; padding: .35rem .5rem; border: 1px solid var(--line); border-radius: .35rem; }
button { cursor: pointer; }
textarea { min-height: 5rem; width: 100%; box-sizing: border-box; }
pre { white-space: pre-wrap; max-height: 30rem; overflow: auto; border: 1px solid var(--line); padding: .75rem; border-radius: .35rem; }
.warning { color: var(--warn); font-weight: 600; }
.quiet { opacity: .75; font-size: .875rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
