// The last line of a test run, in a form that a script can read. Owns: `N passed, N failed, N skipped`.
import type { Reporter, TestModule } from 'vitest/node';

/** A vitest reporter that closes every run with one plain line; what broke outside of any test counts as failed. */
export default class PlainSummary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[test.result().state]++;
      // A file that could not be loaded, or a hook that threw, fails without a failed test.
      const own = module.errors().length + [...module.children.allSuites()].flatMap((suite) => suite.errors()).length;
      counts.failed += own;
    }
    const { passed, failed, skipped, pending } = counts;
    console.log(`\n${passed} passed, ${failed + pending} failed, ${skipped} skipped`);
  }
}
