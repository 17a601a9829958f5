// The tie between a record, the partition it was read from and the binding that handles it.
import type { AppRecord } from './app-record.ts';
import type { PartitionSource } from './partition-source.ts';

/** Whoever is told that the application settled a record. */
export interface SettlementListener {
  settled(record: AppRecord): void;
}

/** One per partition and binding, shared by all of its records. */
export class Delivery {
  readonly source: PartitionSource;
  readonly runner: SettlementListener;

  constructor(source: PartitionSource, runner: SettlementListener) {
    this.source = source;
    this.runner = runner;
  }
}
