import { KafkaError } from './errors.ts';

/** Asserts what this library itself must keep true. What others send is validated, never asserted. */
export function invariant(condition: unknown, why: string): asserts condition {
  if (!condition) throw new KafkaError('INTERNAL', `broken invariant: ${why}`);
}
