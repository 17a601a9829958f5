import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    name: 'package',
    include: ['test/package/**/*.test.ts'],
    globalSetup: ['test/package/global-setup.ts'],
    reporters: ['default', './test/support/plain-summary.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});

export default config;
