// One chaos run from beginning to end. Owns: the order of things, and what the run as a whole has promised.
import { Client } from '../../src/index.ts';
import { seeded } from '../support/numbered-log.ts';
import type { RealKafka } from '../support/real-kafka/real-kafka.ts';
import { IdleCpu } from './idle-cpu.ts';
import { NetworkTrouble } from './network-trouble.ts';
import { type Outage, Probe } from './probe.ts';
import type { Finding, Ground, Row, Scenario, Work } from './scenario.ts';
import { type Counts, type Enough, Trouble } from './trouble.ts';

/** A run on a machine that is busier than this says nothing about time. */
export const LEAST_IDLE = 0.1;
/** What a call may take longer than the cluster's own outage. */
const GRACE_MS = 1_000;

/** What a run is made of. */
export interface Run {
  readonly scenario: Scenario;
  readonly kafka: RealKafka;
  readonly seed: number;
  /** The network between client and brokers fails, too. */
  readonly proxy: boolean;
  /** Runs the Java probe beside, and judges the longest call by it. */
  readonly probe: boolean;
  readonly isEnough: Enough;
  /** Told about twice a second. */
  onProgress?(progress: Progress): void;
}

/** How far a run is. */
export interface Progress extends Counts {
  readonly done: number;
  readonly unit: string;
  readonly doing: string;
  readonly idle: number;
}

/** How a run has ended. */
export interface Outcome {
  readonly rows: readonly Row[];
  /** Broken promises. */
  readonly broken: readonly string[];
  /** Why the run does not count, though nothing was broken. */
  readonly doubts: readonly string[];
  readonly deaths: number;
  readonly moves: number;
  /** What happened when, one line each: for whoever wants to know why. */
  readonly story: readonly string[];
}

/** Runs a scenario on a cluster of three. Ends with every broker up; rejects when the run itself could not go on. */
export async function runChaos(run: Run): Promise<Outcome> {
  const { scenario, kafka, seed } = run;
  const operator = new Client({ brokers: kafka.bootstrap });
  // Blows, work and network each have numbers of their own: how fast the work goes must not change the blows.
  const network = run.proxy ? new NetworkTrouble(seeded(seed + 2)) : undefined;
  const cpu = new IdleCpu();
  const base = { kafka, operator, cpu, name: (prefix: string) => `${prefix}-${seed}-${Date.now().toString(36)}` };
  const dial = network === undefined ? {} : { dial: network.network.dial };
  const connect = { brokers: kafka.bootstrap, ...dial };
  let work: Work | undefined;
  let probe: Probe | undefined;
  let ticking: NodeJS.Timeout | undefined;
  try {
    const ground: Ground = { ...base, connect, network: network?.network, pick: seeded(seed + 1) };
    work = await scenario.begin(ground);
    if (run.probe) probe = await Probe.start(kafka.version, kafka.bootstrap, work.topic, work.partitions);
    const trouble = new Trouble({ ...ground, pick: seeded(seed) }, work, scenario.timetable);
    const begun = performance.now();
    cpu.reset();
    const { progress, unit } = { progress: () => work?.progress() ?? 0, unit: work.unit };
    ticking = setInterval(() => {
      const { deaths, moves, doing } = trouble;
      run.onProgress?.({ deaths, moves, doing, unit, done: progress(), idle: cpu.total() });
    }, 500);
    network?.begin();
    await trouble.run(run.isEnough);
    await network?.end();
    const idle = cpu.total();
    const seconds = (performance.now() - begun) / 1_000;
    const outage = await probe?.stop();
    probe = undefined;
    const finding = await work.finish();
    work = undefined;
    return outcome({ finding, outage, idle, begun, seconds, trouble, faults: network?.count });
  } finally {
    clearInterval(ticking);
    probe?.kill();
    await work?.abandon();
    await network?.end().catch(() => {});
    await network?.network.close();
    await operator.close();
  }
}

interface Told {
  readonly finding: Finding;
  readonly outage: Outage | undefined;
  readonly idle: number;
  readonly begun: number;
  readonly seconds: number;
  readonly trouble: Trouble;
  /** Of the network; undefined without a proxy. */
  readonly faults: number | undefined;
}

function outcome({ finding, outage, idle, begun, seconds, trouble, faults }: Told): Outcome {
  const { deaths, moves } = trouble;
  const rows: Row[] = [
    ['seconds', Math.round(seconds)],
    ['broker deaths (SIGKILL)', deaths],
    ['leader moves', moves],
    ...(faults === undefined ? [] : [['faults of the network', faults] as const]),
    ...finding.rows,
  ];
  const { longestMs } = finding;
  if (longestMs !== undefined) rows.push(['longest call, ms', Math.round(longestMs)]);
  const broken = [...finding.broken];
  if (outage !== undefined) {
    rows.push(
      ["longest wait of Java's producer, ms", outage.longestMs],
      ["records of Java's producer", outage.records],
    );
    const limitMs = outage.longestMs + GRACE_MS;
    // A network that fails is not seen by the probe.
    if (faults === undefined && longestMs !== undefined && longestMs > limitMs) {
      broken.push(`a call took ${Math.round(longestMs)} ms, where Java's took at most ${outage.longestMs} ms`);
    }
  }
  rows.push(['CPU idle', `${(idle * 100).toFixed(1)} %`]);
  const doubts = idle < LEAST_IDLE ? [`the CPU was idle for ${(idle * 100).toFixed(1)} %, less than 10 %`] : [];
  const story = [...trouble.story, ...finding.story]
    .sort((a, b) => a.at - b.at)
    .map(({ at, what }) => `${((at - begun) / 1_000).toFixed(2).padStart(8)} s: ${what}`);
  return { rows, broken, doubts, deaths, moves, story };
}
