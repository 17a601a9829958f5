import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    name: 'docker',
    include: ['test/docker/**/*.test.ts'],
    reporters: ['default', './test/support/plain-summary.ts'],
  },
});

export default config;
