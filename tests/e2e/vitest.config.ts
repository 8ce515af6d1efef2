import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, so that none of them runs alone in the end while the other worker has nothing left to do. */
const LONGEST = ['firefox.test.ts', 'chromium.test.ts', 'accessibility-chromium.test.ts', 'evidence-firefox.test.ts'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}`));
      return found === -1 ? LONGEST.length : found;
    };
    return [...(await super.sort(files))].sort((a, b) => place(a) - place(b));
  }
}

/** Real browsers: one file a browser, each starting its browser once, both at the same time on two cores. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['tests/e2e/*.test.ts'],
    globalSetup: ['tests/e2e/build.ts'],
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // A browser on a loaded machine is now and then late. What passes only then is told at the end of `npm test`, with what
    // the first try said, so that none of it is taken for sound.
    retry: 1,
  },
});
