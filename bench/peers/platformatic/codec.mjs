// @platformatic/kafka's own encoders and decoders, called as its connection calls them. It checks no CRC when it reads.
// Its package exports no path below its entry, so its modules are named by file.
import './with-resolvers.mjs';
import { touchPartitions, touchRecord } from '../../codec/contract.ts';
import * as frames from '../../codec/frames.ts';
import { CLIENT_ID, CORRELATION_ID, topicName, topics } from '../../codec/model.ts';

const dist = (path) => import(new URL(`./node_modules/@platformatic/kafka/dist/${path}`, import.meta.url).href);
const { Reader } = await dist('protocol/reader.js');
const { Writer } = await dist('protocol/writer.js');
const fetch = await dist(`apis/consumer/fetch-v${frames.FETCH.version}.js`);
const metadata = await dist(`apis/metadata/metadata-v${frames.METADATA.version}.js`);
const offsetCommit = await dist(`apis/consumer/offset-commit-v${frames.OFFSET_COMMIT.version}.js`);
const produce = await dist(`apis/producer/produce-v${frames.PRODUCE.version}.js`);

function encoding({ key, version }, createPayload) {
  const encode = () =>
    Writer.create()
      .appendInt16(key)
      .appendInt16(version)
      .appendInt32(CORRELATION_ID)
      .appendString(CLIENT_ID, false)
      .appendFrom(createPayload())
      .prependLength().buffer;
  return { once: () => encode().length, result: encode };
}

function decoding(api, { key, version }, { frame }, touch, plain) {
  const read = () => {
    const reader = Reader.from(frame);
    const correlationId = reader.readInt32();
    return api.parseResponse(correlationId, key, version, new Reader(reader.buffer.subarray(reader.position)));
  };
  return { once: () => touch(read()), result: () => plain(read()) };
}

function fetchResponse(input) {
  return decoding(
    fetch,
    frames.FETCH,
    input,
    ({ responses }) => {
      let sum = 0;
      for (const { partitions } of responses)
        for (const { records: batches } of partitions)
          for (const { records } of batches) for (const { key, value } of records) sum += touchRecord(key, value);
      return sum;
    },
    ({ responses }) =>
      responses[0].partitions[0].records.flatMap(({ firstOffset, firstTimestamp, records }) =>
        records.map(({ offsetDelta, timestampDelta, key, value }) => [
          Number(firstOffset) + offsetDelta,
          Number(firstTimestamp + timestampDelta),
          key.toString('hex'),
          value.toString('hex'),
        ]),
      ),
  );
}

function produceRequest({ records }) {
  // Its encoder writes partition and time into the messages that it is given; the first pass does.
  const messages = records.map(({ key, value }) => ({ topic: topicName, partition: 0, key, value }));
  return encoding(frames.PRODUCE, () => produce.createRequest(-1, frames.produceTimeoutMs, messages));
}

/** @type {import('../../codec/contract.ts').CodecAdapter} */
export const adapter = {
  'metadata-request': () => {
    const names = topics.map(({ name }) => name);
    return encoding(frames.METADATA, () => metadata.createRequest(names, false));
  },
  'metadata-response': (input) =>
    decoding(
      metadata,
      frames.METADATA,
      input,
      (response) =>
        touchPartitions(
          response.topics,
          (one) => one.partitionIndex + one.leaderId + one.replicaNodes.length + one.isrNodes.length,
        ),
      ({ brokers, clusterId, controllerId, topics: found }) => ({
        brokers,
        clusterId,
        controllerId,
        topics: found.map(({ errorCode, name, isInternal, partitions }) => ({
          errorCode,
          name,
          isInternal,
          partitions: partitions.map((one) => ({
            errorCode: one.errorCode,
            index: one.partitionIndex,
            leader: one.leaderId,
            replicas: one.replicaNodes,
            isr: one.isrNodes,
            offline: one.offlineReplicas,
          })),
        })),
      }),
    ),
  'fetch-request': () => {
    const { maxWaitMs, minBytes, maxBytes, partitionBytes } = frames.fetchLimits;
    const wanted = topics.map(({ name, partitions }) => ({
      topicId: name,
      partitions: partitions.map(({ index, offset }) => ({
        partition: index,
        currentLeaderEpoch: frames.LEADER_EPOCH,
        fetchOffset: BigInt(offset),
        partitionMaxBytes: partitionBytes,
      })),
    }));
    return encoding(frames.FETCH, () => fetch.createRequest(maxWaitMs, minBytes, maxBytes, 1, 0, -1, wanted, [], ''));
  },
  'fetch-response-100': fetchResponse,
  'fetch-response-1k': fetchResponse,
  'produce-request-100': produceRequest,
  'produce-request-1k': produceRequest,
  'produce-response': (input) =>
    decoding(
      produce,
      frames.PRODUCE,
      input,
      ({ responses }) => {
        let sum = 0;
        for (const { partitionResponses } of responses) for (const { index } of partitionResponses) sum += index + 1;
        return sum;
      },
      ({ responses }) =>
        responses.map(({ name, partitionResponses }) => ({
          name,
          partitions: partitionResponses.map((one) => ({
            index: one.index,
            errorCode: one.errorCode,
            baseOffset: Number(one.baseOffset),
            logAppendTime: Number(one.logAppendTimeMs),
            logStartOffset: Number(one.logStartOffset),
          })),
        })),
    ),
  'offset-commit-request': () => {
    const { groupId, generation, memberId } = frames.commitGroup;
    const done = topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ index, offset }) => ({
        partitionIndex: index,
        committedOffset: BigInt(offset),
        committedMetadata: null,
      })),
    }));
    return encoding(frames.OFFSET_COMMIT, () => offsetCommit.createRequest(groupId, generation, memberId, null, done));
  },
  'offset-commit-response': (input) =>
    decoding(
      offsetCommit,
      frames.OFFSET_COMMIT,
      input,
      (response) => touchPartitions(response.topics, ({ partitionIndex }) => partitionIndex + 1),
      (response) =>
        response.topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex: index, errorCode }) => ({ index, errorCode })),
        })),
    ),
};
