// A config as answers show it: its value, and every value that it would have otherwise, the strongest first.
import { type ConfigDefinition, ConfigSource, kindNumber } from './config-definition.ts';

/** A value with the place it comes from; the name differs where the place is another resource. */
export interface ConfigSynonym {
  readonly name: string;
  readonly value: string;
  readonly source: number;
}

export interface ConfigEntry {
  readonly name: string;
  readonly value: string | null;
  /** Numbered as the protocol does: 1 the topic, 3 the cluster, 5 Kafka's own default. */
  readonly source: number;
  /** Numbered as the protocol does. */
  readonly kind: number;
  readonly isReadOnly: boolean;
  readonly synonyms: readonly ConfigSynonym[];
}

/** The entry whose value is that of the first synonym, or else the default. */
export function entryOf(
  definition: ConfigDefinition,
  synonyms: readonly ConfigSynonym[],
  isReadOnly = false,
): ConfigEntry {
  const { value, source } = synonyms[0] ?? { value: definition.value, source: ConfigSource.kafkaDefault };
  return { name: definition.name, value, source, kind: kindNumber(definition), isReadOnly, synonyms };
}
