// What the global set-up of the integration tests hands to the test files. Owns: its shape.

/** A running Kafka without its controls: data only, because it crosses from one process to another. */
export interface ProvidedKafka {
  readonly version: string;
  readonly how: 'environment' | 'docker' | 'java';
  readonly bootstrap: readonly string[];
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly realKafkas: readonly ProvidedKafka[];
    /** Why there is none; empty when there is. */
    readonly noRealKafka: string;
  }
}
