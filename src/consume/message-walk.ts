// A batch that is being handed out record by record.
import type { Message } from '../record/message.ts';
import type { MessageBatch } from '../record/message-batch.ts';
import type { PartitionState } from './partition-state.ts';

export interface MessageWalk {
  readonly state: PartitionState;
  records: Iterator<Message, undefined>;
  /** Offset after the last record handed out. */
  next: number;
  /** Of the last record handed out; -1 where unknown. */
  timestamp: number;
  readonly batch: MessageBatch;
  /** The log was cut within the batch: not all of it may be handed out. */
  isCut: boolean;
}

export function messageWalk(state: PartitionState, batch: MessageBatch): MessageWalk {
  const records = batch[Symbol.iterator]() as Iterator<Message, undefined>;
  return { state, records, next: batch.baseOffset, timestamp: -1, batch, isCut: false };
}
