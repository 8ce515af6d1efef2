import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Real browsers: one file a browser, each starting its browser once, both at the same time on two cores. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['tests/e2e/*.test.ts'],
    globalSetup: ['tests/e2e/build.ts'],
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 120_000,
  },
});
