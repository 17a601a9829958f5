// Who may log in. Owns: passwords for PLAIN, credentials for SCRAM, both of which may differ for one user.
// Must not know connections.
import { timingSafeEqual } from 'node:crypto';
import type { SaslSettings } from './sasl-options.ts';
import { type ScramCredential, type ScramMechanism, scramCredential, scramMechanisms } from './scram-credential.ts';

export class UserStore {
  readonly #passwords = new Map<string, Buffer>();
  readonly #scram = new Map<string, Map<ScramMechanism, ScramCredential>>();

  /** Takes over the users that the cluster starts with. */
  async load({ users, mechanisms }: SaslSettings): Promise<void> {
    for (const [name, password] of users) {
      this.#passwords.set(name, Buffer.from(password));
      for (const mechanism of Object.keys(scramMechanisms) as ScramMechanism[]) {
        if (mechanisms.includes(mechanism)) this.setScram(name, mechanism, await scramCredential(mechanism, password));
      }
    }
  }

  isPassword(user: string, password: string): boolean {
    const known = this.#passwords.get(user);
    const given = Buffer.from(password);
    return known !== undefined && known.length === given.length && timingSafeEqual(known, given);
  }

  scram(user: string, mechanism: ScramMechanism): ScramCredential | undefined {
    return this.#scram.get(user)?.get(mechanism);
  }

  setScram(user: string, mechanism: ScramMechanism, credential: ScramCredential): void {
    const known = this.#scram.get(user);
    if (known === undefined) this.#scram.set(user, new Map([[mechanism, credential]]));
    else known.set(mechanism, credential);
  }

  /** Whether there was one to delete. */
  deleteScram(user: string, mechanism: ScramMechanism): boolean {
    const known = this.#scram.get(user);
    const isGone = known?.delete(mechanism) ?? false;
    if (known?.size === 0) this.#scram.delete(user);
    return isGone;
  }

  /** Users with their credentials for SCRAM. */
  scramUsers(): ReadonlyMap<string, ReadonlyMap<ScramMechanism, ScramCredential>> {
    return this.#scram;
  }
}
