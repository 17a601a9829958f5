// What the binding layer needs of readers, writers and clients, and no more: the seam where tests stand in.
import type { CallOptions } from '../base/abort.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import type { Message, MessageHeaders } from '../record/message.ts';

/** A batch of one partition's records, in offset order. */
export interface ReadBatch extends Iterable<Message> {
  readonly topic: string;
  readonly partition: number;
  readonly baseOffset: number;
  /** Where reading it begins, perhaps in its middle. */
  readonly firstOffset: number;
  /** Offset of the last record as written; it need not exist any more. */
  readonly lastOffset: number;
  readonly count: number;
  readonly sizeInBytes: number;
  readonly leaderEpoch: number;
}

/** How far a reader is. */
export interface ReadPositions {
  /** Batches handed out since it was opened. */
  readonly batches: number;
  /** Of every assigned partition the offset of the next record that it will hand out; undefined while unknown. */
  readonly partitions: readonly (TopicPartition & { readonly offset: number | undefined })[];
}

/** A group member that reads batches. */
export interface RecordReader {
  batches(call?: CallOptions): AsyncIterable<ReadBatch>;
  commitOffsets(offsets: readonly TopicPartitionOffset[], call?: CallOptions): Promise<void>;
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  /** Goes on reading an assigned partition at this offset, also one that stands still after an error. */
  seek(place: TopicPartition, offset: number, call?: CallOptions): Promise<void>;
  stats(): ReadPositions;
  health(): { readonly healthy: boolean; readonly reasons: readonly string[] };
  close(call?: CallOptions): Promise<void>;
}

/** What is told of the reader's assignment. */
export interface AssignmentListener {
  onAssigned(partitions: readonly TopicPartition[]): void | Promise<void>;
  onRevoked(partitions: readonly TopicPartition[]): void | Promise<void>;
  /** The session has ended: these partitions are others' already. */
  onLost(partitions: readonly TopicPartition[]): void;
}

/** A record to be written. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: MessageHeaders;
}

/** Writes records; the promise resolves when they are acknowledged. */
export interface RecordWriter {
  writeMessages(messages: readonly OutgoingRecord[], call?: CallOptions): Promise<unknown>;
  close(call?: CallOptions): Promise<void>;
}

/** A topic to be created. */
export interface TopicToCreate {
  readonly topic: string;
  readonly partitions?: number | undefined;
  readonly replicationFactor?: number | undefined;
  readonly configs?: Readonly<Record<string, string>> | undefined;
}

/** Looks at topics and creates them. */
export interface TopicAdmin {
  /** Partition counts of every topic that is visible. */
  partitionCounts(call: CallOptions): Promise<ReadonlyMap<string, number>>;
  createTopics(
    topics: readonly TopicToCreate[],
    call: CallOptions,
  ): Promise<readonly { readonly topic: string; readonly error: Error | undefined }[]>;
}

/** Everything outside that an app uses; opened once per app. */
export interface Ports {
  readonly admin: TopicAdmin;
  /** Joins the group and reads these topics. */
  openReader(topics: readonly string[], listener: AssignmentListener): RecordReader;
  openWriter(): RecordWriter;
  /** Closes what is left after reader and writer are closed. */
  close(): Promise<void>;
}
