// The configs that a topic has itself, and what follows from them at each broker. Owns: the settings, worked out again
// when the topic's or a broker's configs change.
import type { BrokerConfigs } from './broker-configs.ts';
import { resolveSettings, type TopicSettings } from './topic-configs.ts';

export class OwnConfigs {
  readonly #brokers: BrokerConfigs;
  #own: ReadonlyMap<string, string>;
  readonly #settings = new Map<number, TopicSettings>();
  #version: number;

  constructor(own: ReadonlyMap<string, string>, brokers: BrokerConfigs) {
    this.#own = own;
    this.#brokers = brokers;
    this.#version = brokers.version;
  }

  get own(): ReadonlyMap<string, string> {
    return this.#own;
  }

  replace(own: ReadonlyMap<string, string>): void {
    this.#own = own;
    this.#settings.clear();
  }

  /** What the topic is like where this broker leads. */
  settingsAt(brokerId: number): TopicSettings {
    if (this.#version !== this.#brokers.version) {
      this.#settings.clear();
      this.#version = this.#brokers.version;
    }
    const known = this.#settings.get(brokerId);
    if (known !== undefined) return known;
    const settings = resolveSettings(this.#own, (name) => this.#brokers.values(brokerId, name));
    this.#settings.set(brokerId, settings);
    return settings;
  }
}
