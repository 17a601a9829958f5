// A batch that is being handed out record by record.
import type { Message } from '../record/message.ts';
import type { PartitionState } from './partition-state.ts';

export interface MessageWalk {
  readonly state: PartitionState;
  records: Iterator<Message, undefined>;
  /** Offset after the last record handed out. */
  next: number;
}
