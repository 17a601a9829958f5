// Compares every message in every version with Kafka's generated classes, both ways. Owns: which questions are asked.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { isEmpty } from '../../codegen/model.ts';
import { kafkaClients } from '../../codegen/verify/kafka-clients.ts';
import { parseOfficial } from '../../codegen/verify/official.ts';
import { arbitraryValue } from '../fuzz/values.ts';
import { type Codec, codecs, versionsOf } from '../golden/codecs.ts';
import { encoded, judgeMade, judgeOlder, judgeOurs, type MadeMessage, orThrown } from './judge-message.ts';
import { askJava, type Question } from './reference.ts';
import type { Run } from './run.ts';
import { invertBit, seedOf, Tally } from './tally.ts';

/** A question that knows what to do with its answers. */
interface Asked extends Question {
  readonly take: (answers: readonly string[]) => void;
}

/** The messages and versions of a run, in order. */
interface Step {
  readonly codec: Codec;
  readonly version: number;
}

/** Of the other kinds there are fewer: the codecs' own tests have covered our values, and most versions differ little. */
const SHARE = 0.5;

/** Java's instances read and written by us, and ours by Java. */
export async function compareMessages(run: Run): Promise<readonly Tally[]> {
  const steps = codecs
    .filter(({ message }) => run.wants(message.name))
    .flatMap((codec) => versionsOf(codec.message).map((version): Step => ({ codec, version })));
  if (steps.length === 0) return [];
  const comparison = new Comparison(run, steps.length);
  const questions = (function* (): Generator<Asked> {
    for (const step of steps) yield* comparison.questions(step);
  })();
  for await (const [question, answers] of askJava('MessageReference.java', run.seed, questions)) question.take(answers);
  if (comparison.isUnharmed) throw new Error('no message came whose damage is sure to be noticed');
  return comparison.tallies;
}

class Comparison {
  readonly #made = new Tally('messages made by Java');
  readonly #older = new Tally('newest messages in older versions');
  readonly #ours = new Tally('messages made by us');
  readonly #run: Run;
  readonly #steps: number;
  readonly #share: number;
  /** Steps until a bit is inverted; it is where damage is asked for, and not done yet. */
  #harmIn: number | undefined;

  constructor(run: Run, steps: number) {
    this.#run = run;
    this.#steps = steps;
    this.#share = Math.max(1, Math.round(run.per * SHARE));
    // In the first half, so that an instance that suits is still to come.
    this.#harmIn = run.damage ? (seedOf(run.seed, 'damage') >>> 0) % Math.ceil(steps / 2) : undefined;
    reportGaps(this.#made);
  }

  /** Damage was asked for, and there was nothing to damage. */
  get isUnharmed(): boolean {
    return this.#harmIn !== undefined;
  }

  get tallies(): readonly Tally[] {
    return [this.#made, this.#older, this.#ours];
  }

  *questions({ codec, version }: Step): Generator<Asked> {
    const { name, versions } = codec.message;
    const { seed, per, step } = this.#run;
    if (version < versions.last) {
      yield {
        line: `older ${name} ${version} ${this.#share}`,
        answers: this.#share,
        take: (answers) => this.#takeOlder(codec, version, answers),
      };
    }
    const sampling = { seed: seedOf(seed, name, version), numRuns: this.#share };
    for (const [instance, value] of fc.sample(arbitraryValue(codec.message, version), sampling).entries()) {
      yield* this.#askOurs(codec, version, instance, value);
    }
    yield {
      line: `make ${name} ${version} ${per}`,
      answers: per,
      take: (answers) => {
        this.#takeMade(codec, version, answers);
        step(this.#steps, `${name} ${version}`);
      },
    };
  }

  #takeMade(codec: Codec, version: number, answers: readonly string[]): void {
    const { name } = codec.message;
    for (const [instance, answer] of answers.entries()) {
      const [whole = '', known = '', json = ''] = answer.split('\t');
      const made = this.#harmed({ whole, known, json });
      const fault = refusal(answer) ?? judgeMade(codec, version, made);
      this.#made.add({ name, version }, instance, whole.length / 2, fault);
    }
    if (this.#harmIn !== undefined) this.#harmIn = Math.max(0, this.#harmIn - 1);
  }

  #harmed(made: MadeMessage): MadeMessage {
    // Inside an unknown tag a bit has no meaning to us: only a message without any shows whether damage is seen.
    if (this.#harmIn !== 0 || made.whole === '' || made.whole !== made.known) return made;
    this.#harmIn = undefined;
    const whole = invertBit(made.whole, this.#run.seed);
    return { ...made, whole, known: whole };
  }

  #takeOlder(codec: Codec, version: number, answers: readonly string[]): void {
    for (const [instance, answer] of answers.entries()) {
      const [newest = '', written = ''] = answer.split('\t');
      const fault = refusal(answer) ?? judgeOlder(codec, version, newest, written);
      this.#older.add({ name: codec.message.name, version }, instance, newest.length / 2, fault);
    }
  }

  *#askOurs(codec: Codec, version: number, instance: number, value: object): Generator<Asked> {
    const { name } = codec.message;
    let hex = '';
    const thrown = orThrown(() => {
      hex = encoded(codec, version, value);
      return undefined;
    });
    const add = (fault: string | undefined): void => this.#ours.add({ name, version }, instance, hex.length / 2, fault);
    if (thrown !== undefined) return add(thrown);
    const take = ([answer = '']: readonly string[]): void => {
      const [again = '', json = ''] = answer.split('\t');
      add(refusal(answer) ?? judgeOurs(codec, value, hex, { hex: again, json }));
    };
    yield { line: `read ${name} ${version} ${hex}`, answers: 1, take };
  }
}

/** Java's words where it does not answer. */
function refusal(answer: string): string | undefined {
  return answer.startsWith('!') ? `Java refuses: ${answer.slice(1)}` : undefined;
}

/** A message that Java has and we lack would be compared by nobody. */
function reportGaps(tally: Tally): void {
  const ours = new Map(codecs.map(({ message }) => [message.name, message.versions]));
  const { messages } = kafkaClients();
  for (const file of readdirSync(messages).filter((name) => name.endsWith('.json'))) {
    const { name, versions } = parseOfficial(readFileSync(join(messages, file), 'utf8'), file).message;
    if (isEmpty(versions)) continue;
    const mine = ours.get(name);
    if (mine?.first === versions.first && mine.last === versions.last) continue;
    tally.mismatches.push({
      what: name,
      only: name,
      instance: 0,
      fault: 'Java has versions of it that we do not compare',
    });
  }
}
