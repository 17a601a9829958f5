import { defineConfig, type ViteUserConfig } from 'vitest/config';

// One project per kind of test, so that each can be run alone: `npx vitest run --project unit`.
// What needs Docker or a package registry has a configuration of its own: test/docker, test/package.
const config: ViteUserConfig = defineConfig({
  test: {
    reporters: ['default', './test/support/plain-summary.ts'],
    projects: [
      { test: { name: 'tidy', include: ['test/tidy.test.ts'] } },
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/golden/**/*.test.ts', 'test/fuzz/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'scenario',
          include: ['test/scenario/faults/**/*.test.ts'],
          testTimeout: 30_000,
          // Most of it is waiting for limits to pass: side by side that takes no longer than once.
          maxConcurrency: 50,
          // Memory is compared after a collection.
          execArgv: ['--expose-gc'],
        },
      },
      { test: { name: 'contract', include: ['test/scenario/contract/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'docs',
          include: ['test/docs/**/*.test.ts'],
          globalSetup: ['test/docs/global-setup.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          // The contract suite again, unchanged: there are real brokers here.
          include: ['test/integration/**/*.it.test.ts', 'test/scenario/contract/**/*.test.ts'],
          globalSetup: ['test/integration/global-setup.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});

export default config;
