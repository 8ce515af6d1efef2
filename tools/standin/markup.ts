/** A template tag that escapes what is put in, so that the shop pages are written as HTML and no title can break out of them. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Insert = string | number | Markup | null | readonly Insert[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function render(insert: Insert): string {
  if (insert === null) return '';
  if (insert instanceof Markup) return insert.text;
  if (typeof insert === 'object') return insert.map(render).join('');
  return String(insert).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

export function html(parts: TemplateStringsArray, ...inserts: Insert[]): Markup {
  return new Markup(parts.reduce((text, part, index) => text + render(inserts[index - 1] ?? null) + part));
}

/** JSON for the inside of a `<script>`: nothing in it can end the element. */
export function json(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replace(/</g, '\\u003c'));
}

/** Text that is markup already: scripts and styles of the stand-in itself. */
export function raw(text: string): Markup {
  return new Markup(text);
}
