import type { Plugin } from 'vite';

/**
 * What pages share goes into one file. A browser takes some milliseconds to hand a packaged file to its page, whatever its
 * size: the side panel came in twenty files and waited for them longer than its own code ran (Chromium, 2026-11).
 */
export function fewChunks(): Plugin {
  return {
    name: 'vigie:few-chunks',
    outputOptions(options) {
      // Content scripts and the background are one file each anyway.
      if (options.format !== 'es') return;
      return { ...options, codeSplitting: { groups: [{ name: 'shared', minShareCount: 3 }] } };
    },
  };
}
