// The members of the pipeline, and what befalls them: killed in the middle of a transaction, frozen for longer than their
// session, replaced while they still live. Owns: the processes, the order of blows from a seed, what was unexpected.
import { setTimeout as pause } from 'node:timers/promises';
import type { Moment } from '../scenario.ts';
import { MemberProcess } from './member-process.ts';
import type { MemberCounts, MemberOrder } from './member-protocol.ts';

/** What the members are started with; names and seeds are given here. */
export type Shared = Omit<MemberOrder, 'transactionalId' | 'seed'>;

const CALM_MS: readonly [number, number] = [3_000, 8_000];
/** A member that has nothing to do in this time is killed where it stands. */
const DYING_MS = 4_000;
const MOST_ABSENCE_MS = 3_000;
/** How long the one that was replaced may not notice. */
const RIVAL_MS = 20_000;
const STOP_MS = 60_000;

export class Members {
  /** What happened, for whoever wants to know why. */
  readonly story: Moment[] = [];
  /** What must not have happened. */
  readonly complaints: string[] = [];
  readonly blows = { killed: 0, frozen: 0, replaced: 0, fenced: 0, started: 0 };
  readonly #shared: Shared;
  readonly #names: readonly string[];
  readonly #pick: () => number;
  readonly #all: MemberProcess[] = [];
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(shared: Shared, names: readonly string[], pick: () => number) {
    this.#shared = shared;
    this.#names = names;
    this.#pick = pick;
  }

  begin(): void {
    for (const name of this.#names) this.#start(name);
    this.#running = this.#run().catch((error: unknown) => {
      if (!this.#stop.signal.aborted) this.complaints.push(`members: ${error}`);
    });
  }

  /** No more blows; every name has a member that lives. */
  async calm(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    for (const one of this.#living()) one.signal('SIGCONT');
    for (const name of this.#names) if (this.#living(name).length === 0) this.#start(name);
  }

  /** Ends all of them in good order. */
  async stop(): Promise<void> {
    const living = this.#living();
    for (const one of living) {
      one.isDismissed = true;
      one.tell({ kind: 'stop' });
    }
    await Promise.all(
      living.map(async (one) => {
        if (await one.goneWithin(STOP_MS)) return;
        this.complaints.push(`${one.name} did not end within ${STOP_MS} ms`);
        one.signal('SIGKILL');
      }),
    );
  }

  /** Ends all of them, anyhow. */
  async kill(): Promise<void> {
    this.#stop.abort();
    for (const one of this.#all) {
      one.isDismissed = true;
      one.signal('SIGKILL');
    }
    await this.#running;
    await Promise.all(this.#all.map(({ gone }) => gone));
  }

  /** Of all members that ever were; of those that were killed, what they have told. */
  get counts(): MemberCounts {
    const sum = (of: (counts: MemberCounts) => number): number =>
      this.#all.reduce((total, { counts }) => total + of(counts), 0);
    return {
      begun: sum(({ begun }) => begun),
      abandoned: sum(({ abandoned }) => abandoned),
      madeAgain: sum(({ madeAgain }) => madeAgain),
      retries: sum(({ retries }) => retries),
    };
  }

  /** Why transactions were made again, and how often, without what differs each time. */
  get reasons(): ReadonlyMap<string, number> {
    const reasons = new Map<string, number>();
    for (const why of this.#all.flatMap(({ again }) => again)) {
      const code = /[A-Z]{3,}(?:_[A-Z]+)+|TIMEOUT|CLOSED|NETWORK/.exec(why)?.[0] ?? why;
      reasons.set(code, (reasons.get(code) ?? 0) + 1);
    }
    return reasons;
  }

  #living(name?: string): MemberProcess[] {
    return this.#all.filter((one) => !one.isGone && (name === undefined || one.name === name));
  }

  #start(name: string): MemberProcess {
    const rivals = this.#living(name);
    const seed = Math.floor(this.#pick() * 2 ** 31);
    const member = new MemberProcess({ ...this.#shared, transactionalId: name, seed });
    this.blows.started++;
    for (const one of rivals) one.hasRival = true;
    member.hasRival = rivals.length > 0;
    this.#all.push(member);
    void member.gone.then(() => this.#onGone(member));
    return member;
  }

  #onGone(member: MemberProcess): void {
    const { name, ended, end, hasRival, isDismissed } = member;
    if (ended?.isFenced === true && hasRival) {
      this.blows.fenced++;
      return this.#tell(`${name} was fenced`);
    }
    if (ended === undefined && isDismissed) return;
    const why = ended === undefined ? `ended with ${end}` : `could not go on: ${ended.why}`;
    this.#tell(`${name} ${why}`);
    this.complaints.push(`${name} ${why}`);
    // The run is broken, but it goes on: what else is there may explain it.
    if (!this.#stop.signal.aborted && this.#living(name).length === 0) this.#start(name);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    for (;;) {
      const [from, to] = CALM_MS;
      await pause(from + this.#pick() * (to - from), undefined, { signal });
      const name = this.#names[Math.floor(this.#pick() * this.#names.length)] as string;
      const kind = this.#pick();
      const [victim] = this.#living(name);
      if (victim === undefined) continue;
      if (kind < 0.6) await this.#killInTransaction(victim, signal);
      else if (kind < 0.8) await this.#replace(victim, signal);
      else await this.#freeze(victim, signal);
    }
  }

  async #killInTransaction(victim: MemberProcess, signal: AbortSignal): Promise<void> {
    const place = this.#pick() < 0.5 ? 'written' : 'committing';
    victim.isDismissed = true;
    victim.tell({ kind: 'die', place });
    const isInTransaction = await victim.goneWithin(DYING_MS);
    victim.signal('SIGKILL');
    await victim.gone;
    this.blows.killed++;
    this.#tell(`${victim.name} was killed ${isInTransaction ? `in a transaction (${place})` : 'at rest'}`);
    await pause(this.#pick() * MOST_ABSENCE_MS, undefined, { signal });
    this.#start(victim.name);
  }

  /** As in a bad deployment: the new one is started before the old one is gone. */
  async #replace(victim: MemberProcess, signal: AbortSignal): Promise<void> {
    this.blows.replaced++;
    this.#tell(`${victim.name} has a rival`);
    const rival = this.#start(victim.name);
    const late = pause(RIVAL_MS, undefined, { signal });
    await Promise.race([victim.gone, rival.gone, late.catch(() => {})]);
    if (victim.isGone || rival.isGone) return;
    victim.isDismissed = true;
    victim.tell({ kind: 'stop' });
  }

  /** It awakes when its session is over and others have its partitions: what it holds must not be committed. */
  async #freeze(victim: MemberProcess, signal: AbortSignal): Promise<void> {
    this.blows.frozen++;
    this.#tell(`${victim.name} is frozen`);
    victim.signal('SIGSTOP');
    try {
      await pause(this.#shared.sessionTimeoutMs * (1.2 + this.#pick()), undefined, { signal });
    } finally {
      victim.signal('SIGCONT');
      this.#tell(`${victim.name} goes on`);
    }
  }

  #tell(what: string): void {
    this.story.push({ at: performance.now(), what });
  }
}
