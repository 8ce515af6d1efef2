import type { Plugin } from 'vite';

/** Pages that a person waits for, and the file that holds what each cannot do without; what both need is in the first. */
const QUICK: readonly (readonly [file: string, page: RegExp])[] = [
  ['popup-needs', /\/entrypoints\/popup\/index\.html$/],
  ['panel-needs', /\/entrypoints\/sidepanel\/index\.html$/],
];

/** Weighs more than all else that the popup shows first, and a third of what the panel does (2026-11). */
const HEAVY = /\/node_modules\/zod\//;

/** An entry's code runs where it is imported, and a style sheet has its own file. */
const STAYS = /\/entrypoints\/|\.css$/;

/**
 * What pages share goes into few files. A browser takes some milliseconds to hand a packaged file to its page, whatever its
 * size: the side panel came in twenty files and waited for them longer than its own code ran (Chromium, 2026-11). One file
 * for everything would have the quick pages wait for code that only the others need, so each has a file of its own.
 */
export function fewChunks(): Plugin {
  const fileOf = new Map<string, string>();
  return {
    name: 'vigie:few-chunks',
    buildEnd() {
      const put = (id: string, file: string, importer = id) => {
        if (fileOf.has(id)) return;
        if (HEAVY.test(id))
          this.error(`${importer} brings zod into ${file}: import it where it is first needed instead.`);
        fileOf.set(id, file);
        for (const imported of this.getModuleInfo(id)?.importedIds ?? []) put(imported, file, id);
      };
      for (const [file, page] of QUICK) for (const id of this.getModuleIds()) if (page.test(id)) put(id, file);
    },
    outputOptions(options) {
      // Content scripts and the background are one file each anyway.
      if (options.format !== 'es') return;
      const quick = QUICK.map(([name]) => ({
        name,
        test: (id: string) => fileOf.get(id) === name && !STAYS.test(id),
        priority: 2,
      }));
      const shared = { name: 'shared', test: (id: string) => !STAYS.test(id), minShareCount: 3, priority: 1 };
      return { ...options, codeSplitting: { groups: [...quick, shared] } };
    },
  };
}
