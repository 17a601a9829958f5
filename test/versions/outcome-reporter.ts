// What became of a run, as JSON in the file that KAFKA_WIRE_OUTCOME names: counts, what failed, and why what was skipped.
import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** What the reporter writes. */
export interface VersionOutcome {
  passed: number;
  /** Titles of tests, and messages of what broke outside of any. */
  readonly failed: string[];
  /** Why each was skipped, or its title where it says nothing. */
  readonly skipped: string[];
}

/** A vitest reporter for `npm run test:versions`. */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly { readonly message?: string }[]): void {
    const failed = unhandledErrors.map(({ message }) => `outside of any test: ${message}`);
    const outcome: VersionOutcome = { passed: 0, failed, skipped: [] };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') outcome.passed++;
        else if (result.state === 'skipped')
          outcome.skipped.push(result.note ?? `${test.name} (${module.relativeModuleId})`);
        else outcome.failed.push(`${test.fullName} (${module.relativeModuleId})`);
      }
      // A file that could not be loaded, or a hook that threw, fails without a failed test.
      const own = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())];
      for (const { message } of own) outcome.failed.push(`${module.relativeModuleId}: ${message.split('\n')[0]}`);
    }
    const file = process.env['KAFKA_WIRE_OUTCOME'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(outcome));
  }
}
