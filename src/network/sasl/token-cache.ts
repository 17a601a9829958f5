// One token for all connections. Owns: when a new one is asked for, and that it is asked for once.
// Invariant: a caller that gives up disturbs no other; when all have given up, so does the work.
import { setMaxListeners } from 'node:events';
import type { Clock } from '../../base/clock.ts';
import { unlessAborted } from './credentials.ts';
import type { CheckedToken } from './oauth-token.ts';

/** Part of a token's life after which it is replaced, spread so that not all clients come at once. As Java's. */
const REFRESH_PART = 0.8;
const REFRESH_SPREAD = 0.05;

interface Request {
  readonly token: Promise<CheckedToken>;
  readonly giveUp: AbortController;
  waiting: number;
}

export class TokenCache {
  readonly #fetch: (clock: Clock, signal: AbortSignal) => Promise<CheckedToken>;
  #current: { readonly token: CheckedToken; readonly expiresAt: number; readonly refreshAt: number } | undefined;
  #request: Request | undefined;

  constructor(fetch: (clock: Clock, signal: AbortSignal) => Promise<CheckedToken>) {
    this.#fetch = fetch;
  }

  /** A token that is still good. One that nears its end is replaced first; if that fails it has to do, while it lives. */
  async get(clock: Clock, signal: AbortSignal): Promise<CheckedToken> {
    const current = this.#current;
    if (current !== undefined && clock.now() < current.refreshAt) return current.token;
    try {
      return await this.#fresh(clock, signal);
    } catch (error) {
      if (signal.aborted || current === undefined || clock.now() >= current.expiresAt) throw error;
      return current.token;
    }
  }

  /** After the broker has refused it: the next one is a new one. */
  forget(token: CheckedToken): void {
    if (this.#current?.token === token) this.#current = undefined;
  }

  async #fresh(clock: Clock, signal: AbortSignal): Promise<CheckedToken> {
    this.#request ??= this.#begin(clock);
    const request = this.#request;
    request.waiting++;
    try {
      return await unlessAborted(request.token, signal);
    } finally {
      request.waiting--;
      if (request.waiting === 0) {
        if (this.#request === request) this.#request = undefined;
        request.giveUp.abort(signal.reason);
      }
    }
  }

  #begin(clock: Clock): Request {
    const giveUp = new AbortController();
    setMaxListeners(0, giveUp.signal);
    const token = this.#fetch(clock, giveUp.signal).then((fetched) => {
      if (!giveUp.signal.aborted) this.#keep(fetched, clock.now());
      return fetched;
    });
    const request: Request = { token, giveUp, waiting: 0 };
    const end = (): void => {
      if (this.#request === request) this.#request = undefined;
    };
    token.then(end, end);
    return request;
  }

  #keep(token: CheckedToken, now: number): void {
    const { expiresAtMs } = token;
    if (expiresAtMs === undefined || expiresAtMs <= now) {
      this.#current = undefined;
      return;
    }
    const part = REFRESH_PART + Math.random() * REFRESH_SPREAD;
    this.#current = { token, expiresAt: expiresAtMs, refreshAt: now + (expiresAtMs - now) * part };
  }
}
