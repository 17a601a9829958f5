// How long to wait for the end of the transaction before. Owns: that figure.
import type { BackoffOptions } from '../base/backoff.ts';

/**
 * After CONCURRENT_TRANSACTIONS: the transaction before is committed or aborted, only its markers are still being written,
 * which takes milliseconds. Java and franz-go ask a coordinator again after 20 ms; brokers themselves look so often, too.
 */
export const SOON: BackoffOptions = { minMs: 20, maxMs: 200 };
