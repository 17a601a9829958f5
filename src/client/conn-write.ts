// One Produce request from messages: a single batch, written all or not at all. Must not know deadlines or connections.
import { KafkaError } from '../base/errors.ts';
import { fault, messageFault, type OutgoingMessage } from '../produce/outgoing-message.ts';
import { checkCodec } from '../produce/produce-request.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { createProduceRequest, produceApi } from '../protocol/generated/produce.ts';
import { BatchBuilder } from '../record/batch-builder.ts';
import { BATCH_OVERHEAD, writeBatchHeader } from '../record/batch-header.ts';
import { ChunkPool } from '../record/chunk-pool.ts';
import type { CompressionCodec } from '../record/compression/compression-codec.ts';
import type { ConnTarget } from './conn-offsets.ts';
import { NAMED_VERSION, type SendRequest } from './conn-request.ts';

/** A message for a Conn: it goes to the Conn's own partition. */
export type ConnMessage = Omit<OutgoingMessage, 'topic' | 'partition'>;

/** Who has to have the messages before they count as written: every in-sync replica, or the leader alone. */
export type ConnAcks = 'all' | 'one';

/** Where a batch was written. */
export interface WrittenBatch {
  /** Bytes of the batch, as it travelled. */
  readonly bytes: number;
  readonly topic: string;
  readonly partition: number;
  /** Offset of its first message. */
  readonly offset: number;
  /** Milliseconds since 1970 where the broker stamps messages (LogAppendTime); else undefined. */
  readonly appendTime: number | undefined;
}

/** More than any broker takes: what is too large is the broker's to say, since it is set per topic. */
const MAX_BATCH_BYTES = 2 ** 30;

// Encoded messages are sent at once, so chunks are not kept for long; they are not shared with Writers.
const pool = new ChunkPool(0);

/** A batch as it travels. */
export interface EncodedBatch {
  /** Header and records. */
  readonly pieces: readonly Buffer[];
  /** Of the codec that they are compressed with; 0 for none. */
  readonly codecId: number;
}

/** Encodes messages as one batch, header included. `now` stamps those without a time. */
export async function encodeMessages(
  messages: readonly ConnMessage[],
  codec: CompressionCodec | undefined,
  now: number,
): Promise<EncodedBatch> {
  const builder = new BatchBuilder(pool);
  for (const message of messages) append(builder, message, now);
  const pieces = builder.finish();
  const packed = codec === undefined ? undefined : await codec.compress(pieces);
  const isSmaller = packed !== undefined && packed.length < builder.bytes;
  const records = isSmaller ? [packed] : pieces;
  const codecId = isSmaller ? codec!.id : 0;
  const header = Buffer.allocUnsafe(BATCH_OVERHEAD);
  const fields = {
    attributes: codecId,
    lastOffsetDelta: messages.length - 1,
    baseTimestamp: builder.baseTimestamp,
    maxTimestamp: builder.maxTimestamp,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    count: messages.length,
  };
  writeBatchHeader(header, fields, records);
  return { pieces: [header, ...records], codecId };
}

function append(builder: BatchBuilder, message: ConnMessage, now: number): void {
  const wrong = messageFault(message);
  if (wrong !== undefined) throw wrong;
  const { topic, partition } = message as OutgoingMessage;
  if (topic !== undefined) throw fault('topic', topic, 'nothing: a Conn writes to its own topic');
  if (partition !== undefined) throw fault('partition', partition, 'nothing: a Conn writes to its own partition');
  const { key, value, headers, timestamp = now } = message;
  if (builder.append(key, value, headers, timestamp, MAX_BATCH_BYTES) < 0) {
    throw new KafkaError('MESSAGE_TOO_LARGE', `the messages of one call are more than ${MAX_BATCH_BYTES} bytes`);
  }
}

/** Writes an encoded batch and waits for its acknowledgement. */
export async function produceBatch(
  send: SendRequest,
  { topic, partition }: ConnTarget,
  { pieces, codecId }: EncodedBatch,
  acks: ConnAcks,
  timeoutMs: number,
): Promise<WrittenBatch> {
  const request = createProduceRequest({
    acks: acks === 'all' ? -1 : 1,
    timeoutMs,
    topicData: [{ name: topic, topicId: '', partitionData: [{ index: partition, records: pieces }] }],
  });
  const build = (version: number): typeof request => {
    checkCodec(codecId, version);
    return request;
  };
  const response = await send(produceApi, build, { maxVersion: NAMED_VERSION });
  const answer = response.responses[0]?.partitionResponses[0];
  const what = `write to ${topic}[${partition}]`;
  if (answer === undefined) throw new KafkaError('PROTOCOL', `${what}: the broker left it out`, { topic, partition });
  if (answer.errorCode !== ErrorCode.NONE) {
    // KIP-467: the broker may say which messages were at fault.
    const faults = answer.recordErrors.map((one) => `message ${one.batchIndex}: ${one.batchIndexErrorMessage ?? '?'}`);
    const detail = [answer.errorMessage, ...faults].filter((text) => text !== null).join('; ');
    throw new BrokerError(answer.errorCode, what, { api: 'Produce', topic, partition }, detail);
  }
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const appendTime = answer.logAppendTimeMs < 0 ? undefined : answer.logAppendTimeMs;
  return { bytes, topic, partition, offset: answer.baseOffset, appendTime };
}
