// Compares record batches of every format with Kafka's record classes, both ways. Owns: which kinds of batches there are.
import { type JavaBatch, writeAgain } from '../golden/java-batches.ts';
import { judgeMadeBatches, judgeOurBatches } from './judge-batches.ts';
import { randomBatches } from './random-batches.ts';
import { askJava, type Question } from './reference.ts';
import type { Run } from './run.ts';
import { invertBit, seedOf, Tally } from './tally.ts';

const LEGACY_CODECS = ['none', 'gzip', 'snappy', 'lz4'];
const CODECS = [...LEGACY_CODECS, 'zstd'];
const TYPES = ['create', 'append'];
const STYLES = ['plain', 'idempotent', 'transactional', 'compacted'];
const CONTROLS = ['commit', 'abort', 'leader-change', 'snapshot-header', 'snapshot-footer', 'kraft-version', 'voters'];
const ROWS = ['several', 'cut'];

/** One batch of each format, in the words of RecordReference.java. */
const single: readonly string[] = [
  ...combine(['0'], LEGACY_CODECS, ['create']),
  ...combine(['1'], LEGACY_CODECS, TYPES),
  ...combine(['2'], CODECS, TYPES, STYLES),
];

/** Every kind of bytes that Java makes. */
export const batchKinds: readonly string[] = [
  ...single,
  ...combine(['2'], CONTROLS),
  ...combine(['0', '1', '2', 'mixed'], ROWS),
];

/**
 * An offset may be wrong without harm: of a compressed set before magic 2 the offsets inside count, and ours is a reader
 * that never goes back behind them.
 */
const OFFSET_DIGITS = 16;

/** A question that knows what to do with its answers. */
interface Asked extends Question {
  readonly take: (answers: readonly string[]) => void | Promise<void>;
}

/** Java's batches read and written by us, and ours read by Java. */
export async function compareRecords(run: Run): Promise<readonly Tally[]> {
  const kinds = batchKinds.filter((kind) => run.wants(kind));
  if (kinds.length === 0) return [];
  const comparison = new Comparison(run, kinds);
  const questions = (async function* (): AsyncGenerator<Asked> {
    for (const kind of kinds) yield* comparison.questions(kind);
  })();
  for await (const [question, answers] of askJava('RecordReference.java', run.seed, questions)) {
    await question.take(answers);
  }
  if (comparison.isUnharmed) throw new Error('no kind of batches was wanted whose damage is sure to be noticed');
  return comparison.tallies;
}

class Comparison {
  readonly #made = new Tally('batches made by Java');
  readonly #ours = new Tally('batches made by us');
  readonly #run: Run;
  readonly #kinds: readonly string[];
  /** The kind of which a bit is inverted; undefined where no damage is asked for, or it is done. */
  #harmed: string | undefined;
  #isHarmed = false;

  constructor(run: Run, kinds: readonly string[]) {
    this.#run = run;
    this.#kinds = kinds;
    // In rows there are places where nothing could be noticed: behind the last whole batch, or in an offset.
    const sure = kinds.filter((kind) => !ROWS.some((row) => kind.endsWith(row)));
    if (run.damage) this.#harmed = sure[(seedOf(run.seed, 'damage') >>> 0) % sure.length];
  }

  /** Damage was asked for, and there was nothing to damage. */
  get isUnharmed(): boolean {
    return this.#run.damage && !this.#isHarmed;
  }

  get tallies(): readonly Tally[] {
    return [this.#made, this.#ours];
  }

  async *questions(kind: string): AsyncGenerator<Asked> {
    const { seed, per, step } = this.#run;
    // Compaction is the broker's: nobody else writes what it leaves.
    const count = single.includes(kind) && !kind.endsWith('compacted') ? per : 0;
    for (const [instance, batch] of randomBatches(kind, seedOf(seed, kind), count).entries()) {
      yield* this.#askOurs(kind, instance, batch);
    }
    const take = async (answers: readonly string[]): Promise<void> => {
      await this.#takeMade(kind, answers);
      step(this.#kinds.length, `batches ${kind}`);
    };
    yield { line: `make ${kind} ${per}`, answers: per, take };
  }

  async #takeMade(kind: string, answers: readonly string[]): Promise<void> {
    for (const [instance, answer] of answers.entries()) {
      let [hex = '', json = ''] = answer.split('\t');
      if (this.#harmed === kind) {
        this.#harmed = undefined;
        this.#isHarmed = true;
        hex = hex.slice(0, OFFSET_DIGITS) + invertBit(hex.slice(OFFSET_DIGITS), this.#run.seed);
      }
      const fault = refusal(answer) ?? (await judgeMadeBatches(Buffer.from(hex, 'hex'), json));
      add(this.#made, kind, instance, hex.length / 2, fault);
    }
  }

  async *#askOurs(kind: string, instance: number, batch: JavaBatch): AsyncGenerator<Asked> {
    try {
      const bytes = (await writeAgain(batch))!;
      const take = ([answer = '']: readonly string[]): void => {
        const fault = refusal(answer) ?? judgeOurBatches([batch], answer);
        add(this.#ours, kind, instance, bytes.length, fault);
      };
      yield { line: `read ${bytes.toString('hex')}`, answers: 1, take };
    } catch (error) {
      add(this.#ours, kind, instance, 0, `thrown: ${String(error)}`);
    }
  }
}

function add(tally: Tally, kind: string, instance: number, bytes: number, fault: string | undefined): void {
  const [magic, ...rest] = kind.split(',') as [string, ...string[]];
  tally.add({ name: rest.join(' '), version: `of magic ${magic}`, only: kind }, instance, bytes, fault);
}

function refusal(answer: string): string | undefined {
  return answer.startsWith('!') ? `Java refuses: ${answer.slice(1)}` : undefined;
}

function combine(...lists: readonly (readonly string[])[]): string[] {
  return lists.reduce<string[]>(
    (sofar, list) => sofar.flatMap((head) => list.map((word) => (head === '' ? word : `${head},${word}`))),
    [''],
  );
}
