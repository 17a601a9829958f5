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

interface Made extends Question {
  readonly made: true;
  readonly kind: string;
}

interface Ours extends Question {
  readonly made: false;
  readonly kind: string;
  readonly instance: number;
  readonly batch: JavaBatch;
  readonly bytes: number;
}

/** Java's batches read and written by us, and ours read by Java. */
export async function compareRecords(run: Run): Promise<readonly Tally[]> {
  const fromJava = new Tally('batches made by Java');
  const fromUs = new Tally('batches made by us');
  const kinds = batchKinds.filter((kind) => run.wants(kind));
  if (kinds.length === 0) return [];
  const harmful = { left: run.damage, from: (seedOf(run.seed, 'damage') >>> 0) % single.length };
  let done = 0;
  for await (const [question, answers] of askJava('RecordReference.java', run.seed, questions(run, kinds, fromUs))) {
    const { kind } = question;
    if (!question.made) {
      const fault = refusal(answers[0]!) ?? judgeOurBatches([question.batch], answers[0]!);
      add(fromUs, kind, question.instance, question.bytes, fault);
      continue;
    }
    for (const [instance, answer] of answers.entries()) {
      let [hex = '', json = ''] = answer.split('\t');
      // Behind the last whole batch nothing is read, so nothing could be noticed.
      if (harmful.left && done >= harmful.from && !kind.endsWith('cut')) {
        harmful.left = false;
        hex = hex.slice(0, OFFSET_DIGITS) + invertBit(hex.slice(OFFSET_DIGITS), run.seed);
      }
      const fault = refusal(answer) ?? (await judgeMadeBatches(Buffer.from(hex, 'hex'), json));
      add(fromJava, kind, instance, hex.length / 2, fault);
    }
    run.step(kinds.length, `batches ${kind}`);
    done++;
  }
  return [fromJava, fromUs];
}

async function* questions(run: Run, kinds: readonly string[], fromUs: Tally): AsyncGenerator<Made | Ours> {
  for (const kind of kinds) {
    yield { made: true, kind, line: `make ${kind} ${run.per}`, answers: run.per };
    // Compaction is the broker's: nobody else writes what it leaves.
    if (!single.includes(kind) || kind.endsWith('compacted')) continue;
    for (const [instance, batch] of randomBatches(kind, seedOf(run.seed, kind), run.per).entries()) {
      try {
        const bytes = (await writeAgain(batch))!;
        yield {
          made: false,
          kind,
          instance,
          batch,
          bytes: bytes.length,
          line: `read ${bytes.toString('hex')}`,
          answers: 1,
        };
      } catch (error) {
        add(fromUs, kind, instance, 0, `thrown: ${String(error)}`);
      }
    }
  }
}

function add(tally: Tally, kind: string, instance: number, bytes: number, fault: string | undefined): void {
  const [magic, ...rest] = kind.split(',') as [string, ...string[]];
  tally.add(rest.join(' '), `of magic ${magic}`, instance, bytes, fault);
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
