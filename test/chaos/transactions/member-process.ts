// One member as its parent sees it. Owns: the process, its last words.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FromMember, MemberCounts, MemberOrder, ToMember } from './member-protocol.ts';

const NOTHING: MemberCounts = { begun: 0, abandoned: 0, madeAgain: 0, retries: 0 };

export class MemberProcess {
  readonly name: string;
  counts: MemberCounts = NOTHING;
  /** Why transactions were made again. */
  readonly again: string[] = [];
  /** Why it could not go on. */
  ended: Extract<FromMember, { readonly kind: 'ended' }> | undefined;
  /** Another one of this name was there at the same time: either may be fenced. */
  hasRival = false;
  /** It was told to end, or killed. */
  isDismissed = false;
  isGone = false;
  /** How it ended: an exit code or the name of a signal. */
  end: number | string | undefined;
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;

  constructor(order: MemberOrder) {
    this.name = order.transactionalId;
    const program = join(import.meta.dirname, 'member.ts');
    this.#child = fork(program, [JSON.stringify(order)], { execArgv: ['--import', 'tsx'] });
    this.#child.on('message', (said: FromMember) => {
      if (said.kind === 'counts') this.counts = said;
      else if (said.kind === 'again') this.again.push(said.why);
      else this.ended = said;
    });
    this.gone = once(this.#child, 'exit').then(([code, signal]) => {
      this.end = code ?? signal;
      this.isGone = true;
    });
  }

  tell(what: ToMember): void {
    if (!this.isGone && this.#child.connected) this.#child.send(what, () => {});
  }

  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    if (!this.isGone) this.#child.kill(name);
  }

  /** Whether it was gone before the time was over. */
  async goneWithin(ms: number): Promise<boolean> {
    const late = new AbortController();
    const waiting = pause(ms, undefined, { signal: late.signal }).catch(() => {});
    await Promise.race([this.gone, waiting]);
    late.abort();
    return this.isGone;
  }
}
