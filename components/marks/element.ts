/**
 * The few lines of DOM building that the marks need. Preact would do it more comfortably, and weighs more than all of the
 * marks together in a script that runs on every page of the marketplaces.
 */

type Child = Node | string | null;
type Attributes = Record<string, string | ((event: Event) => void)>;

/** An element with attributes, `on…` listeners and children; strings become text, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') created.setAttribute(name, value);
    else created.addEventListener(name.slice(2), value);
  }
  created.append(...children.filter((child) => child !== null));
  return created;
}
