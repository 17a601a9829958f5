// The floor has records only: they are what a client's speed depends on.
import { type CodecAdapter, type CodecInput, type Operation, touchRecord } from '../codec/contract.ts';
import { PRODUCE, produceHead } from '../codec/frames.ts';
import { CLIENT_ID, CORRELATION_ID } from '../codec/model.ts';
import { int32, request } from './protocol.ts';
import { encodeRecords, newBatchBuffer, walkRecords } from './records.ts';

/** Where the records of the one partition begin and end: fixed fields, one topic name, no aborted transactions. */
function spanOf(frame: Buffer): [start: number, end: number] {
  let pos = 4 + 4 + 2 + 4 + 4;
  pos += 2 + frame.readInt16BE(pos) + 4 + 4 + 2 + 8 + 8 + 8 + 4 + 4;
  return [pos + 4, pos + 4 + frame.readInt32BE(pos)];
}

function fetchResponse({ frame }: CodecInput): Operation {
  return {
    once() {
      let sum = 0;
      const [start, end] = spanOf(frame);
      walkRecords(frame, start, end, (_offset, _timestamp, key, value) => {
        sum += touchRecord(key, value);
      });
      return sum;
    },
    result() {
      const seen: unknown[] = [];
      const [start, end] = spanOf(frame);
      walkRecords(frame, start, end, (offset, timestamp, key, value) => {
        seen.push([offset, timestamp, key.toString('hex'), value.toString('hex')]);
      });
      return seen;
    },
  };
}

function produceRequest({ records }: CodecInput): Operation {
  const buffer = newBatchBuffer(2 * 1024 ** 2);
  const encode = (): Buffer[] => {
    const { batch } = encodeRecords(buffer, records, 0, Date.now(), 0);
    const body = [...produceHead(), int32(batch.length), batch];
    return request(PRODUCE.key, PRODUCE.version, CORRELATION_ID, body, CLIENT_ID);
  };
  return {
    once() {
      let bytes = 0;
      for (const piece of encode()) bytes += piece.length;
      return bytes;
    },
    result: () => Buffer.concat(encode()),
  };
}

export const adapter: CodecAdapter = {
  'fetch-response-100': fetchResponse,
  'fetch-response-1k': fetchResponse,
  'produce-request-100': produceRequest,
  'produce-request-1k': produceRequest,
};
