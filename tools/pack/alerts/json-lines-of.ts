/** On which line of a sound JSON text each item of its list begins. `JSON.parse` forgets it; a message needs it. */

/**
 * @param text sound JSON.
 * @param name of the top-level property that holds the list, or null where the text itself is the list.
 */
export function lineOfItems(text: string, name: string | null): number[] {
  const lines: number[] = [];
  const listDepth = name === null ? 1 : 2;
  let line = 1;
  let depth = 0;
  let key = '';
  let inList = false;
  let expectsItem = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\n') {
      line++;
      continue;
    }
    if (/\s/u.test(character)) continue;
    if (inList && expectsItem && depth === listDepth && character !== ']' && character !== ',') {
      lines.push(line);
      expectsItem = false;
    }
    if (character === '"') {
      const end = endOfString(text, at);
      if (depth === 1) key = text.slice(at + 1, end);
      at = end;
    } else if (character === '[' || character === '{') {
      depth++;
      if (character === '[' && depth === listDepth && (name === null || key === name)) {
        inList = true;
        expectsItem = true;
      }
    } else if (character === ']' || character === '}') {
      if (inList && depth === listDepth && character === ']') return lines;
      depth--;
    } else if (character === ',' && inList && depth === listDepth) expectsItem = true;
  }
  return lines;
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
