// The contract between the codec scenario and a client's codec. One worker process measures one shape of one client.
import type { ProducedRecord } from './model.ts';

/** What a client is given beforehand. */
export interface CodecInput {
  /** The frame to decode, without its size prefix; where a shape is encoded, the frame that must come out. */
  readonly frame: Buffer;
  /** Records to encode, or those in the frame. */
  readonly records: readonly ProducedRecord[];
}

/** One direction of one message, through the same functions that the client calls in its own connection. */
export interface Operation {
  /** The timed work. Encoding: the bytes of the frame. Decoding: the sum that `Shape.touched` describes. */
  once(): number | Promise<number>;
  /** The same work, its whole result handed out. Encoding: the frame. Decoding: plain data as the model has it. */
  result(): unknown;
}

/** The names of what is measured. */
export type ShapeName =
  | 'metadata-request'
  | 'metadata-response'
  | 'fetch-request'
  | 'fetch-response-100'
  | 'fetch-response-1k'
  | 'produce-request-100'
  | 'produce-request-1k'
  | 'produce-response'
  | 'offset-commit-request'
  | 'offset-commit-response';

/** A client's part: absent shapes are not measured. */
export type CodecAdapter = { readonly [name in ShapeName]?: (input: CodecInput) => Operation };

/** What a worker reports. */
export interface CodecMeasured {
  readonly operations: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of one frame. */
  readonly bytes: number;
  readonly maxRssMb: number;
  readonly node: string;
}

/** Sums `each` over the partitions of a list of topics: what decoded responses are touched by. */
export function touchPartitions<P>(
  topics: readonly { readonly partitions: readonly P[] }[],
  each: (partition: P) => number,
): number {
  let sum = 0;
  for (const { partitions } of topics) for (const partition of partitions) sum += each(partition);
  return sum;
}

/** What one record adds to the sum: both lengths, a byte of each. */
export function touchRecord(key: Uint8Array, value: Uint8Array): number {
  return key.length + value.length + key[key.length - 1]! + value[0]!;
}
