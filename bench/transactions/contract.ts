// What a client of the transactions bench is told and what it says. Owns: the types. Transactions.java has the same.

/** One job: `transactions` one after the other, each of `records` records, written and committed before the next begins. */
export interface TransactionsJob {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly partitions: number;
  readonly transactionalId: string;
  /** Transactions that are not timed, so that code is compiled. */
  readonly warmUp: number;
  readonly transactions: number;
  /** Of each transaction; spread over all partitions in turn. */
  readonly records: number;
  readonly valueBytes: number;
}

/** What one job took. */
export interface TransactionsMeasured {
  readonly seconds: number;
  /** From the beginning of a transaction to the end of its commit. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}
