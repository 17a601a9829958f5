// A real Kafka by whichever way is open: addresses from the environment, else Docker, else local Java.
// Owns: the order of the ways, and the one line that says why none is open.
import { dockerWay } from './docker-way.ts';
import { fromEnvironment } from './from-environment.ts';
import { javaWay } from './java-way.ts';
import type { RealKafka, RealKafkaOptions, Way } from './real-kafka.ts';

const ways: readonly Way[] = [fromEnvironment, dockerWay, javaWay];

/** No way of having a real Kafka is open on this machine. The message is one line that says what each would need. */
export class NoRealKafka extends Error {
  override readonly name: string = 'NoRealKafka';
}

/** Starts (or finds) a cluster. The caller stops it. Throws NoRealKafka when this machine can have none. */
export async function startRealKafka(options: RealKafkaOptions): Promise<RealKafka> {
  const reasons: string[] = [];
  for (const way of ways) {
    const kafka = await way(options);
    if (!('notPossible' in kafka)) return kafka;
    reasons.push(kafka.notPossible);
  }
  throw new NoRealKafka(`no real Kafka ${options.version}: ${reasons.join('; ')}`);
}
