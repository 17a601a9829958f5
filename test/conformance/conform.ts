// One run of conformance: every message and every record format against Kafka's own classes.
import { compareMessages } from './messages.ts';
import { compareRecords } from './records.ts';
import type { Run } from './run.ts';
import type { Tally } from './tally.ts';

/** Where one bit of one vector is inverted, to show that the run turns red. */
export type Damage = 'messages' | 'records';

export interface ConformOptions {
  readonly seed: number;
  readonly per: number;
  /** Only what has this in its name. */
  readonly only?: string | undefined;
  readonly damage?: Damage | undefined;
  readonly progress?: (done: number, total: number, doing: string) => void;
}

/** Runs all comparisons and gives their counts back, a row for each. */
export async function conform({ seed, per, only, damage, progress }: ConformOptions): Promise<readonly Tally[]> {
  const run = (part: Damage): Run => {
    let done = 0;
    return {
      seed,
      per,
      wants: (name) => only === undefined || name.includes(only),
      damage: damage === part,
      step: (total, doing) => progress?.(++done, total, doing),
    };
  };
  return [...(await compareMessages(run('messages'))), ...(await compareRecords(run('records')))];
}
