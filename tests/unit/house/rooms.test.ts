/** The picture of the rooms in docs/architecture.md is the one that the imports draw, and its arrows point one way. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arrows, ROOT, sourceFiles } from './imports.ts';

const FOLDERS = ['entrypoints', 'components', 'lib', 'tools'];

const ARCHITECTURE = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');

function block(heading: string, language: string): string[] {
  const [, lines = ''] =
    new RegExp(`^### ${heading}\n.*?\n\`\`\`${language}\n(.*?)\`\`\``, 'ms').exec(ARCHITECTURE) ?? [];
  return lines.trim().split('\n');
}

/** The lines `room → room, room` of the block under "Arrows", as single arrows. */
function written(): string[] {
  return block('Arrows', '').flatMap((line) => {
    const [from = '', to = ''] = line.split('→').map((part) => part.trim());
    return to.split(/,\s*/).map((room) => `${from} → ${room}`);
  });
}

/** A room as the picture names it: `components` for all its rooms, `sync-trust` for `lib/sync/trust`. */
function inPicture(room: string): string {
  return room
    .replace(/^(components|tools)\/.*/, '$1')
    .replace(/^lib\//, '')
    .replaceAll('/', '-');
}

function byRoom(pairs: Iterable<readonly [string, string]>): Map<string, Set<string>> {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of pairs) next.set(from, (next.get(from) ?? new Set()).add(to));
  return next;
}

function leadsTo(next: Map<string, Set<string>>, from: string, to: string): boolean {
  return [...(next.get(from) ?? [])].some((room) => room === to || leadsTo(next, room, to));
}

describe('the rooms', () => {
  it('have in docs/architecture.md the arrows that the imports draw', () => {
    const found = arrows(...FOLDERS);
    const listed = new Set(written());
    const missing = [...found].filter(([arrow]) => !listed.has(arrow)).map(([arrow, [first]]) => `${arrow} (${first})`);
    expect(missing, 'arrows that the list lacks').toEqual([]);
    expect(
      [...listed].filter((arrow) => !found.has(arrow)),
      'arrows that no import draws',
    ).toEqual([]);
  });

  it('are in the picture with every way that imports go, and no line that they do not', () => {
    const imports = [...arrows(...FOLDERS).keys()]
      .map((arrow) => arrow.split(' → ').map(inPicture))
      .filter(([from, to]) => from !== to);
    const lines = block('Picture', 'mermaid')
      .slice(1)
      .map((line) => line.trim().split(' --> '));
    const picture = byRoom(lines.map(([from = '', to = '']) => [from, to]));
    for (const [from = '', to = ''] of imports) expect(leadsTo(picture, from, to), `${from} leads to ${to}`).toBe(true);
    const drawn = imports.map((pair) => pair.join(' --> '));
    for (const line of lines) expect(drawn).toContain(line.join(' --> '));
  });

  it('never import each other in a circle, and lib imports nothing above it', () => {
    const next = new Map<string, string[]>();
    for (const arrow of arrows('lib', 'components').keys()) {
      const [from = '', to = ''] = arrow.split(' → ');
      if (from.startsWith('lib')) expect(to.startsWith('lib'), arrow).toBe(true);
      // The hall of the components is everybody's way: what is shared stands in it, and what puts pages together.
      if (from !== 'components' && to !== 'components') next.set(from, [...(next.get(from) ?? []), to]);
    }
    const circle = (room: string, path: string[]): string[] | null => {
      if (path.includes(room)) return [...path.slice(path.indexOf(room)), room];
      for (const target of next.get(room) ?? []) {
        const found = circle(target, [...path, room]);
        if (found !== null) return found;
      }
      return null;
    };
    for (const room of next.keys()) expect(circle(room, []), room).toBeNull();
  });

  it('that work without a browser import only each other, and no package that is a browser interface', () => {
    const pure = [
      'lib/listing',
      'lib/formats',
      'lib/authority',
      'lib/marketplaces',
      'lib/rules',
      'lib/sync/formats',
      'lib/sync/trust',
    ];
    for (const room of pure) {
      for (const [arrow, files] of arrows(room)) {
        const [, to = ''] = arrow.split(' → ');
        expect(pure, `${arrow}: ${files.join('; ')}`).toContain(to);
      }
      for (const file of sourceFiles(room))
        expect(readFileSync(join(ROOT, file), 'utf8'), file).not.toMatch(
          /from '(?:wxt|@wxt-dev|webextension-polyfill|#i18n)|\b(?:browser|chrome)\.(?:runtime|tabs|storage|scripting|alarms)\b/,
        );
    }
  });

  it('of marketplaces and of rules do not know each other', () => {
    const found = arrows('lib/marketplaces', 'lib/rules');
    expect(found.size).toBeGreaterThan(0);
    expect([...found.keys()]).not.toContain('lib/marketplaces → lib/rules');
    expect([...found.keys()]).not.toContain('lib/rules → lib/marketplaces');
  });
});
