// The contract of a real Kafka under test. Owns: the types. Must not know: how the brokers are started.

/** One broker that the test may kill and start again. */
export interface RealNode {
  readonly id: number;
  /** `host:port` of the plaintext listener; the same after a restart. */
  readonly address: string;
  /** Ends the broker with SIGKILL, as a crash would. Its data stays. */
  kill(): Promise<void>;
  /** Starts it again on the same data and address, and waits until it answers. */
  start(): Promise<void>;
  /** Ends the broker in good order (controlled shutdown). Its data stays. */
  stop(): Promise<void>;
}

/** What a client needs for the listeners other than plaintext; one address per node in each list. */
export interface SecuredListeners {
  readonly saslPlaintext: readonly string[];
  readonly ssl: readonly string[];
  readonly saslSsl: readonly string[];
  /** OAUTHBEARER with unsecured tokens. */
  readonly oauth: readonly string[];
  /** OAUTHBEARER with tokens signed by `tokenKeyFile`; empty where the release cannot check them. */
  readonly oidc: readonly string[];
  /** PEM files. The client certificate is signed by the same authority; the brokers ask for it but take clients without. */
  readonly caFile: string;
  readonly clientCertFile: string;
  readonly clientKeyFile: string;
  readonly tokenKeyFile: string;
  /** Known to PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512 alike. */
  readonly username: string;
  readonly password: string;
}

/** A running Kafka cluster. */
export interface RealKafka {
  /** Of the broker, as `4.4.0`. For 'environment' it is the version that was asked for: nobody checks it. */
  readonly version: string;
  readonly how: 'environment' | 'docker' | 'java';
  readonly bootstrap: readonly string[];
  /** Empty for 'environment': those brokers are not ours to kill. */
  readonly nodes: readonly RealNode[];
  /** There only with `listeners: 'all'`. */
  readonly secured?: SecuredListeners;
  /** Ends every broker at once and removes its data. Idempotent; leaves 'environment' brokers alone. */
  stop(): Promise<void>;
}

export interface RealKafkaOptions {
  readonly version: string;
  /** @default 1 */
  readonly nodes?: 1 | 3;
  /** Added to (and stronger than) our server.properties. */
  readonly properties?: Readonly<Record<string, string>>;
  /** 'all' adds SASL_PLAINTEXT, SSL, SASL_SSL, OAUTH and OIDC. @default 'plain' */
  readonly listeners?: 'plain' | 'all';
}

/** A way of starting brokers: answers the running cluster, or in one clause why this machine cannot go this way. */
export type Way = (options: RealKafkaOptions) => Promise<RealKafka | NotPossible>;

/** Why a way is closed. A broker that was started and failed is an error instead. */
export interface NotPossible {
  readonly notPossible: string;
}

/** Compares `major.minor` of a version such as `3.9.2` with a release. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
