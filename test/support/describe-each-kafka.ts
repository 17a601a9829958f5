// Integration tests, once per real Kafka. Owns: naming and skipping the blocks.
import { describe, inject, it } from 'vitest';
import type { ProvidedKafka } from './real-kafka/provided.ts';

/** Runs the block for every Kafka of this run; without any, one skipped test says why. */
export function describeEachKafka(name: string, block: (kafka: ProvidedKafka) => void): void {
  const kafkas = inject('realKafkas');
  if (kafkas.length === 0) {
    describe.skip(name, () => {
      it(`needs a real Kafka: ${inject('noRealKafka')}`, () => {});
    });
    return;
  }
  for (const kafka of kafkas) {
    describe(`${name} on Kafka ${kafka.version} (${kafka.how})`, () => block(kafka));
  }
}

/** A name nobody else uses, for topics and groups: tests share their cluster. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
}
