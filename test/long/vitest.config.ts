import { defineConfig, type ViteUserConfig } from 'vitest/config';

// Long proofs against real brokers, by themselves: `npm run test:long`. They measure what a busy machine would falsify.
const config: ViteUserConfig = defineConfig({
  test: {
    reporters: ['default', './test/support/plain-summary.ts'],
    include: ['test/long/**/*.test.ts'],
    globalSetup: ['test/integration/global-setup.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
  },
});

export default config;
