// What befalls the cluster: brokers that are killed and come back, leaders that move, a network that fails. Owns: the order
// of blows, from a seed, and how many there were. Must not know: what goes on meanwhile.
import { setTimeout as pause } from 'node:timers/promises';
import type { RealNode } from '../support/real-kafka/real-kafka.ts';
import { moveLeader, untilWhole } from './leader-moves.ts';
import type { Ground, Moment, Timetable, Work } from './scenario.ts';

/** The work has to go on within this time after a blow, else the run is over: nothing heals any more. */
const STANDSTILL_MS = 90_000;
const WHOLE_MS = 120_000;
/** How much the work must have grown before the next blow. */
const GROWTH = 20;
/** How often the next blow waits until every replica is in sync. */
const PATIENCE = 0.7;

/** When a run has seen enough. */
export type Enough = (done: Counts) => boolean;

/** Blows so far. */
export interface Counts {
  readonly deaths: number;
  readonly moves: number;
}

/** Counts that others may watch while they grow. */
export class Trouble implements Counts {
  deaths = 0;
  moves = 0;
  /** Every blow, in order. */
  readonly story: Moment[] = [];
  #doing = 'calm';
  readonly #ground: Ground;
  readonly #work: Work;
  readonly #timetable: Timetable;

  constructor(ground: Ground, work: Work, timetable: Timetable) {
    this.#ground = ground;
    this.#work = work;
    this.#timetable = timetable;
  }

  /** What is being done right now. */
  get doing(): string {
    return this.#doing;
  }

  /** Deals blows until it is enough; ends with every broker up and every replica in sync. */
  async run(isEnough: Enough): Promise<void> {
    const { calmMs, movesPerDeath } = this.#timetable;
    await this.#grown();
    while (!isEnough(this)) {
      this.#now('calm');
      await pause(this.#between(calmMs));
      await this.#death();
      await this.#grown();
      const { operator, pick } = this.#ground;
      if (pick() < PATIENCE) await this.#whole();
      this.#now('leader moves');
      for (let i = 0; i < movesPerDeath; i++) {
        const partition = Math.floor(pick() * this.#work.partitions);
        if (!(await moveLeader(operator.admin, this.#work.topic, partition, pick))) continue;
        this.moves++;
        this.#now(`partition ${partition} has another leader`);
      }
      await this.#grown();
    }
    await this.#whole();
  }

  async #death(): Promise<void> {
    const { kafka, pick } = this.#ground;
    const { absencesMs, secondDeath } = this.#timetable;
    const nodes = [...kafka.nodes];
    const take = (): RealNode => nodes.splice(Math.floor(pick() * nodes.length), 1)[0] as RealNode;
    const absence = absencesMs[Math.floor(pick() * absencesMs.length)] as readonly [number, number];
    const dead = [take()];
    this.#now(`broker ${dead[0]?.id} is dead`);
    await dead[0]?.kill();
    this.deaths++;
    if (pick() < secondDeath) {
      const second = take();
      this.#now(`broker ${second.id} is dead, too`);
      await second.kill();
      this.deaths++;
      dead.push(second);
    }
    await pause(this.#between(absence));
    this.#now(`broker ${dead.map(({ id }) => id).join(', ')} comes back`);
    await Promise.all(dead.map((node) => node.start()));
    this.#now('all brokers are up');
  }

  async #whole(): Promise<void> {
    this.#now('replicas catch up');
    await untilWhole(this.#ground.operator.admin, this.#work.topic, WHOLE_MS);
  }

  async #grown(): Promise<void> {
    const goal = this.#work.progress() + GROWTH;
    const end = performance.now() + STANDSTILL_MS;
    while (this.#work.progress() < goal) {
      if (performance.now() > end) throw new Error(`nothing went on for ${STANDSTILL_MS} ms (${this.doing})`);
      await pause(20);
    }
  }

  #now(doing: string): void {
    this.#doing = doing;
    this.story.push({ at: performance.now(), what: doing });
  }

  #between([from, to]: readonly [number, number]): number {
    return from + this.#ground.pick() * (to - from);
  }
}
