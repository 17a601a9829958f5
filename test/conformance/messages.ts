// Compares every message in every version with Kafka's generated classes, both ways. Owns: which questions are asked.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { isEmpty } from '../../codegen/model.ts';
import { kafkaClients } from '../../codegen/verify/kafka-clients.ts';
import { parseOfficial } from '../../codegen/verify/official.ts';
import { arbitraryValue } from '../fuzz/values.ts';
import { type Codec, codecs, versionsOf } from '../golden/codecs.ts';
import { encoded, judgeMade, judgeOurs, type MadeMessage, orThrown } from './judge-message.ts';
import { askJava, type Question } from './reference.ts';
import type { Run } from './run.ts';
import { invertBit, seedOf, Tally } from './tally.ts';

interface Made extends Question {
  readonly kind: 'made';
  readonly codec: Codec;
  readonly version: number;
}

interface Ours extends Question {
  readonly kind: 'ours';
  readonly codec: Codec;
  readonly version: number;
  readonly instance: number;
  readonly value: object;
  readonly hex: string;
}

/** Of ours, fewer go to Java than Java makes: it is the slower way, and the codecs' own tests have covered the values. */
const OURS_SHARE = 0.5;

/** Java's instances read and written by us, and ours by Java. */
export async function compareMessages(run: Run): Promise<readonly Tally[]> {
  const fromJava = new Tally('messages made by Java');
  const fromUs = new Tally('messages made by us');
  const steps = codecs
    .filter(({ message }) => run.wants(message.name))
    .flatMap((codec) => versionsOf(codec.message).map((version) => ({ codec, version })));
  if (steps.length === 0) return [];
  reportGaps(fromJava);
  const harmful = { left: run.damage, from: (seedOf(run.seed, 'damage') >>> 0) % steps.length };
  let done = 0;
  for await (const [question, answers] of askJava('MessageReference.java', run.seed, questions(run, steps, fromUs))) {
    const { codec, version } = question;
    const { name } = codec.message;
    if (question.kind === 'ours') {
      fromUs.add(name, version, question.instance, question.hex.length / 2, judgeAnswer(question, answers[0]!));
      continue;
    }
    for (const [instance, answer] of answers.entries()) {
      let made = parseMade(answer);
      if (harmful.left && done >= harmful.from && canBeHarmed(made)) {
        harmful.left = false;
        const whole = invertBit((made as MadeMessage).whole, run.seed);
        made = { ...(made as MadeMessage), whole, known: whole };
      }
      const fault = typeof made === 'string' ? `Java cannot make it: ${made}` : judgeMade(codec, version, made);
      fromJava.add(name, version, instance, typeof made === 'string' ? 0 : made.whole.length / 2, fault);
    }
    run.step(steps.length, `${name} ${version}`);
    done++;
  }
  return [fromJava, fromUs];
}

function* questions(
  { seed, per }: Run,
  steps: readonly { codec: Codec; version: number }[],
  fromUs: Tally,
): Generator<Made | Ours> {
  for (const { codec, version } of steps) {
    const { name } = codec.message;
    yield { kind: 'made', codec, version, line: `make ${name} ${version} ${per}`, answers: per };
    const numRuns = Math.max(1, Math.round(per * OURS_SHARE));
    const values = fc.sample(arbitraryValue(codec.message, version), { seed: seedOf(seed, name, version), numRuns });
    for (const [instance, value] of values.entries()) {
      let hex = '';
      const fault = orThrown(() => {
        hex = encoded(codec, version, value);
        return undefined;
      });
      if (fault !== undefined) fromUs.add(name, version, instance, 0, fault);
      else
        yield {
          kind: 'ours',
          codec,
          version,
          instance,
          value,
          hex,
          line: `read ${name} ${version} ${hex}`,
          answers: 1,
        };
    }
  }
}

/** What Java made, or why it did not. */
function parseMade(answer: string): MadeMessage | string {
  if (answer.startsWith('!')) return answer.slice(1);
  const [whole = '', known = '', json = ''] = answer.split('\t');
  return { whole, known, json };
}

/** Inside an unknown tag a bit has no meaning to us: only a message without any shows whether damage is seen. */
function canBeHarmed(made: MadeMessage | string): boolean {
  return typeof made !== 'string' && made.whole !== '' && made.whole === made.known;
}

function judgeAnswer({ codec, value, hex }: Ours, answer: string): string | undefined {
  if (answer.startsWith('!')) return `Java cannot read it: ${answer.slice(1)}`;
  const [again = '', json = ''] = answer.split('\t');
  return judgeOurs(codec, value, hex, { hex: again, json });
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
    tally.mismatches.push({ what: name, instance: 0, fault: 'Java has versions of it that we do not compare' });
  }
}
