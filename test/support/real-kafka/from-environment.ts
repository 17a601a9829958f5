// The first way: brokers that are there already. Owns: KAFKA_WIRE_TEST_BROKERS. Must not: start, change or stop them.

import { untilReady } from './probe.ts';
import type { NotPossible, RealKafka, RealKafkaOptions } from './real-kafka.ts';

const VARIABLE = 'KAFKA_WIRE_TEST_BROKERS';
const READY_MS = 10_000;

/** Uses the addresses of the environment, unless the test needs brokers that are set up in its own way. */
export async function fromEnvironment(options: RealKafkaOptions): Promise<RealKafka | NotPossible> {
  const addresses = environmentAddresses();
  if (addresses.length === 0) return { notPossible: `${VARIABLE} is not set` };
  if (options.listeners === 'all' || options.properties !== undefined) {
    return { notPossible: `the brokers of ${VARIABLE} cannot be given the properties or listeners this test needs` };
  }
  // Each is asked alone: the list may name only some brokers of a larger cluster.
  for (const address of addresses) await untilReady([address], { timeoutMs: READY_MS });
  return { version: options.version, how: 'environment', bootstrap: addresses, nodes: [], stop: async () => {} };
}

/** The addresses, checked for their shape; empty when the variable is unset or blank. */
export function environmentAddresses(): string[] {
  const addresses = (process.env[VARIABLE] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  for (const address of addresses) {
    if (!/^.+:\d{1,5}$/.test(address)) throw new Error(`${VARIABLE}: ${address} is not of the form host:port`);
  }
  return addresses;
}
