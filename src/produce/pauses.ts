// How long what has failed waits before it is tried again. Owns: these figures.
import type { BackoffOptions } from '../base/backoff.ts';

/**
 * A batch that was refused for a while, a broker that cannot be reached. At most half a second: a caller waits that much
 * longer than the cluster needs to recover.
 */
export const RETRY: BackoffOptions = { minMs: 100, maxMs: 500 };

/**
 * After CONCURRENT_TRANSACTIONS: the transaction before is committed or aborted, only its markers are still being written,
 * which takes milliseconds. Java and franz-go ask a coordinator again after 20 ms; brokers themselves look so often, too.
 */
export const SOON: BackoffOptions = { minMs: 20, maxMs: 200 };

/**
 * How often other brokers are asked for a new leader while one cannot be reached and batches wait for it. Metadata has a
 * pace of its own besides.
 */
export const LOOK_AROUND_MS = 250;
