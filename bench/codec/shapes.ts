// Every shape of the codec scenario: its title, its input, and what must come out.
import { deepStrictEqual, strictEqual } from 'node:assert';
import { crc32c } from '@node-rs/crc32';
import { type CodecInput, type ShapeName, touchPartitions, touchRecord } from './contract.ts';
import * as frames from './frames.ts';
import * as model from './model.ts';

export interface Shape {
  readonly name: ShapeName;
  readonly title: string;
  readonly direction: 'encode' | 'decode';
  readonly input: CodecInput;
  /** What each operation must return: bytes of the frame, or the sum of what was touched. */
  readonly expected: number;
  /** Throws unless the whole result of an operation is right. */
  check(result: unknown): void;
}

interface Recipe {
  readonly title: string;
  build(name: ShapeName): Shape;
}

const some = model.PARTITIONS.toLocaleString('en-US').replaceAll(',', ' ');

function encoded(title: string, frame: () => Buffer): Recipe {
  return {
    title,
    build(name) {
      const bytes = frame();
      const check = (result: unknown): void => deepStrictEqual(result, bytes);
      const input = { frame: bytes, records: [] };
      return { name, title, direction: 'encode', input, expected: bytes.length, check };
    },
  };
}

function decoded(title: string, frame: () => Buffer, wanted: () => unknown, sum: () => number): Recipe {
  return {
    title,
    build(name) {
      const check = (result: unknown): void => deepStrictEqual(result, wanted());
      return { name, title, direction: 'decode', input: { frame: frame(), records: [] }, expected: sum(), check };
    },
  };
}

function fetched(title: string, valueBytes: number): Recipe {
  return {
    title,
    build(name) {
      const records = model.makeRecords(valueBytes);
      const wanted = records.map(({ key, value }, i) => [
        frames.BASE_OFFSET + i,
        frames.BASE_TIMESTAMP + i,
        key.toString('hex'),
        value.toString('hex'),
      ]);
      return {
        name,
        title,
        direction: 'decode',
        input: { frame: frames.fetchResponse(records), records },
        expected: records.reduce((sum, { key, value }) => sum + touchRecord(key, value), 0),
        check: (result) => deepStrictEqual(result, wanted),
      };
    },
  };
}

function produced(title: string, valueBytes: number): Recipe {
  return {
    title,
    build(name) {
      const records = model.makeRecords(valueBytes);
      const frame = frames.produceRequest(records, frames.BASE_TIMESTAMP);
      return {
        name,
        title,
        direction: 'encode',
        input: { frame, records },
        expected: frame.length,
        check(result) {
          if (!Buffer.isBuffer(result)) throw new Error('not a frame');
          deepStrictEqual(withoutOwnFields(result), withoutOwnFields(frame));
        },
      };
    },
  };
}

/**
 * A Produce frame with what each client may write as it likes set to zero: leader epoch, time (one for all records),
 * producer epoch and sequence of a producer that has none. The CRC covers them, so it is checked before.
 */
function withoutOwnFields(frame: Buffer): Buffer {
  const own = Buffer.from(frame);
  const clientIdBytes = 2 + model.CLIENT_ID.length;
  const head = frames.produceHead().reduce((sum, piece) => sum + piece.length, 0);
  const batch = own.subarray(4 + 2 + 2 + 4 + clientIdBytes + head + 4);
  strictEqual(crc32c(batch.subarray(21)), batch.readUInt32BE(17), 'CRC');
  strictEqual(batch.readBigInt64BE(27), batch.readBigInt64BE(35), 'all records have one time');
  batch.fill(0, 12, 16).fill(0, 17, 21).fill(0, 27, 43).fill(0, 51, 57);
  return own;
}

const metadata = (): unknown => ({
  brokers: model.brokers,
  clusterId: model.clusterId,
  controllerId: model.controllerId,
  topics: model.topics.map(({ name, partitions }) => ({
    errorCode: 0,
    name,
    isInternal: false,
    partitions: partitions.map(({ index, leader, replicas }) => ({
      errorCode: 0,
      index,
      leader,
      replicas,
      isr: replicas,
      offline: [],
    })),
  })),
});

const produceAnswers = (): unknown =>
  model.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ index, offset }) => ({
      index,
      errorCode: 0,
      baseOffset: offset,
      logAppendTime: -1,
      logStartOffset: 0,
    })),
  }));

const commitAnswers = (): unknown =>
  model.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ index }) => ({ index, errorCode: 0 })),
  }));

const indexes = (): number => touchPartitions(model.topics, ({ index }) => index + 1);
const leadersAndReplicas = (): number =>
  touchPartitions(model.topics, ({ index, leader, replicas }) => index + leader + replicas.length * 2);

const version = ({ version: of }: { version: number }): string => `v${of}`;

const recipes: Record<ShapeName, Recipe> = {
  'metadata-request': encoded(
    `Metadata ${version(frames.METADATA)} request, ${model.topics.length} topics`,
    frames.metadataRequest,
  ),
  'metadata-response': decoded(
    `Metadata ${version(frames.METADATA)} response, ${some} partitions`,
    frames.metadataResponse,
    metadata,
    leadersAndReplicas,
  ),
  'fetch-request': encoded(`Fetch ${version(frames.FETCH)} request, ${some} partitions`, frames.fetchRequest),
  'fetch-response-100': fetched(`Fetch ${version(frames.FETCH)} response, 1 MB of 100 B records, all touched`, 100),
  'fetch-response-1k': fetched(`Fetch ${version(frames.FETCH)} response, 1 MB of 1 KB records, all touched`, 1024),
  'produce-request-100': produced(`Produce ${version(frames.PRODUCE)} request, 1 MB of 100 B records`, 100),
  'produce-request-1k': produced(`Produce ${version(frames.PRODUCE)} request, 1 MB of 1 KB records`, 1024),
  'produce-response': decoded(
    `Produce ${version(frames.PRODUCE)} response, ${some} partitions`,
    frames.produceResponse,
    produceAnswers,
    indexes,
  ),
  'offset-commit-request': encoded(
    `OffsetCommit ${version(frames.OFFSET_COMMIT)} request, ${some} partitions`,
    frames.offsetCommitRequest,
  ),
  'offset-commit-response': decoded(
    `OffsetCommit ${version(frames.OFFSET_COMMIT)} response, ${some} partitions`,
    frames.offsetCommitResponse,
    commitAnswers,
    indexes,
  ),
};

/** Names and titles in the order of the table. */
export const shapes: readonly { readonly name: ShapeName; readonly title: string }[] = Object.entries(recipes).map(
  ([name, { title }]) => ({ name: name as ShapeName, title }),
);

/** Builds one shape with its input: some are large, so a worker builds only its own. */
export function buildShape(name: ShapeName): Shape {
  return recipes[name].build(name);
}
