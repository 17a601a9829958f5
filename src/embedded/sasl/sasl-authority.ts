// What every connection of a listener with SASL asks: which mechanisms there are, who is known, how long a session lasts.
// Must not know connections or requests.
import type { Clock } from '../../base/clock.ts';
import { OauthbearerExchange } from './oauthbearer-exchange.ts';
import { plainExchange } from './plain-exchange.ts';
import type { SaslExchange } from './sasl-exchange.ts';
import type { EmbeddedSaslMechanism, SaslSettings } from './sasl-options.ts';
import { ScramExchange } from './scram-exchange.ts';
import { readUnsecuredToken } from './unsecured-token.ts';
import type { UserStore } from './user-store.ts';

export class SaslAuthority {
  readonly clock: Clock;
  readonly #settings: SaslSettings;
  readonly #users: UserStore;

  constructor(settings: SaslSettings, users: UserStore, clock: Clock) {
    this.#settings = settings;
    this.#users = users;
    this.clock = clock;
  }

  get mechanisms(): readonly EmbeddedSaslMechanism[] {
    return this.#settings.mechanisms;
  }

  /** A new conversation. */
  begin(mechanism: EmbeddedSaslMechanism): SaslExchange {
    switch (mechanism) {
      case 'PLAIN':
        return plainExchange((user, password) => this.#users.isPassword(user, password));
      case 'OAUTHBEARER':
        return new OauthbearerExchange(
          this.#settings.validateToken ?? ((token) => readUnsecuredToken(token, this.clock)),
        );
      default:
        return new ScramExchange(mechanism, (user) => this.#users.scram(user, mechanism));
    }
  }

  /** How long a session lasts that begins now; undefined without end. */
  sessionMs(expiresAtMs: number | undefined): number | undefined {
    const { maxReauthMs } = this.#settings;
    const ends: number[] = [];
    if (maxReauthMs > 0) ends.push(maxReauthMs);
    if (expiresAtMs !== undefined) ends.push(expiresAtMs - this.clock.now());
    return ends.length === 0 ? undefined : Math.max(0, Math.floor(Math.min(...ends)));
  }
}
