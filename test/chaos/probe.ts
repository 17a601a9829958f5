// The cluster's own outage, by other people's client: Java producers that write one record at a time. Owns: that process.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { brokerJars } from '../support/kafka-jars.ts';
import { javaCommand } from '../support/maven.ts';

/** Key of the probe's records: they stand in the same partitions as what is judged. */
export const PROBE_KEY = 'probe';

/** What the probe saw. */
export interface Outage {
  readonly longestMs: number;
  readonly records: number;
  readonly failures: number;
}

export class Probe {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #said: Interface;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#said = createInterface(child.stdout!);
    this.#said.on('line', (line) => this.#lines.push(line));
  }

  /** Starts it on a topic that exists. */
  static async start(version: string, bootstrap: readonly string[], topic: string, partitions: number): Promise<Probe> {
    const program = join(import.meta.dirname, 'java', 'Probe.java');
    const options = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', await brokerJars(version)];
    const quiet = ['-Dorg.slf4j.simpleLogger.defaultLogLevel=off'];
    const args = [...options, ...quiet, program, bootstrap.join(','), topic, String(partitions)];
    // It ends with its standard input, so it never outlives this process.
    const child = spawn(javaCommand(), args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const probe = new Probe(child);
    const [first] = await Promise.race([once(probe.#said, 'line'), once(child, 'close')]);
    if (first !== 'ready') throw new Error(`the probe did not start: ${first}`);
    return probe;
  }

  /** Ends it and answers what it saw. */
  async stop(): Promise<Outage> {
    const ended = once(this.#child, 'close');
    this.#child.stdin?.end();
    await ended;
    const rows = this.#lines.slice(1).map((line) => line.split(' ').map(Number));
    if (rows.length === 0) throw new Error('the probe said nothing');
    const column = (index: number): number[] => rows.map((row) => row[index] ?? Number.NaN);
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
    return { records: sum(column(1)), longestMs: Math.max(...column(2)), failures: sum(column(3)) };
  }

  /** Ends it, whatever it has to say. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
