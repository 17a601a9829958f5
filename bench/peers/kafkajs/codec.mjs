// kafkajs's own encoders and decoders, called as its connection calls them. It checks no CRC when it reads.
import { createRequire } from 'node:module';
import { touchPartitions, touchRecord } from '../../codec/contract.ts';
import * as frames from '../../codec/frames.ts';
import { CLIENT_ID, CORRELATION_ID, topicName, topics } from '../../codec/model.ts';

const require = createRequire(import.meta.url);
const createRequest = require('kafkajs/src/protocol/request');
const Decoder = require('kafkajs/src/protocol/decoder');
const protocol = (api, { version }, part) => require(`kafkajs/src/protocol/requests/${api}/v${version}/${part}`);

/** `make` gives what the client makes anew for each request: the object with the request's fields. */
function encoding(make) {
  const encode = async () =>
    (await createRequest({ correlationId: CORRELATION_ID, clientId: CLIENT_ID, request: make() })).buffer;
  return { once: async () => (await encode()).length, result: encode };
}

function decoding({ decode }, { frame }, touch, plain) {
  const read = () => {
    const decoder = new Decoder(frame);
    decoder.readInt32();
    return decode(decoder.readAll());
  };
  return { once: async () => touch(await read()), result: async () => plain(await read()) };
}

function fetchResponse(input) {
  return decoding(
    protocol('fetch', frames.FETCH, 'response'),
    input,
    ({ responses }) => {
      let sum = 0;
      for (const { partitions } of responses)
        for (const { messages } of partitions) for (const { key, value } of messages) sum += touchRecord(key, value);
      return sum;
    },
    ({ responses }) =>
      responses[0].partitions[0].messages.map(({ offset, timestamp, key, value }) => [
        Number(offset),
        Number(timestamp),
        key.toString('hex'),
        value.toString('hex'),
      ]),
  );
}

function produceRequest({ records }) {
  const request = protocol('produce', frames.PRODUCE, 'request');
  const topicData = [{ topic: topicName, partitions: [{ partition: 0, firstSequence: 0, messages: records }] }];
  return encoding(() => request({ acks: -1, timeout: frames.produceTimeoutMs, topicData }));
}

/** @type {import('../../codec/contract.ts').CodecAdapter} */
export const adapter = {
  'metadata-request': () => {
    const request = protocol('metadata', frames.METADATA, 'request');
    const names = topics.map(({ name }) => name);
    return encoding(() => request({ topics: names, allowAutoTopicCreation: false }));
  },
  'metadata-response': (input) =>
    decoding(
      protocol('metadata', frames.METADATA, 'response'),
      input,
      ({ topicMetadata }) => {
        let sum = 0;
        for (const { partitionMetadata } of topicMetadata)
          for (const one of partitionMetadata)
            sum += one.partitionId + one.leader + one.replicas.length + one.isr.length;
        return sum;
      },
      ({ brokers, clusterId, controllerId, topicMetadata }) => ({
        brokers,
        clusterId,
        controllerId,
        topics: topicMetadata.map(({ topicErrorCode, topic, isInternal, partitionMetadata }) => ({
          errorCode: topicErrorCode,
          name: topic,
          isInternal,
          partitions: partitionMetadata.map((one) => ({
            errorCode: one.partitionErrorCode,
            index: one.partitionId,
            leader: one.leader,
            replicas: one.replicas,
            isr: one.isr,
            offline: one.offlineReplicas,
          })),
        })),
      }),
    ),
  'fetch-request': () => {
    const request = protocol('fetch', frames.FETCH, 'request');
    const { maxWaitMs: maxWaitTime, minBytes, maxBytes, partitionBytes } = frames.fetchLimits;
    const wanted = topics.map(({ name, partitions }) => ({
      topic: name,
      partitions: partitions.map(({ index, offset }) => ({
        partition: index,
        currentLeaderEpoch: frames.LEADER_EPOCH,
        // kafkajs keeps offsets as text.
        fetchOffset: String(offset),
        maxBytes: partitionBytes,
      })),
    }));
    return encoding(() =>
      request({ replicaId: -1, maxWaitTime, minBytes, maxBytes, isolationLevel: 1, topics: wanted }),
    );
  },
  'fetch-response-100': fetchResponse,
  'fetch-response-1k': fetchResponse,
  'produce-request-100': produceRequest,
  'produce-request-1k': produceRequest,
  'produce-response': (input) =>
    decoding(
      protocol('produce', frames.PRODUCE, 'response'),
      input,
      (response) => touchPartitions(response.topics, ({ partition }) => partition + 1),
      (response) =>
        response.topics.map(({ topicName: name, partitions }) => ({
          name,
          partitions: partitions.map((one) => ({
            index: one.partition,
            errorCode: one.errorCode,
            baseOffset: Number(one.baseOffset),
            logAppendTime: Number(one.logAppendTime),
            logStartOffset: Number(one.logStartOffset),
          })),
        })),
    ),
  'offset-commit-request': () => {
    const request = protocol('offsetCommit', frames.OFFSET_COMMIT, 'request');
    const { groupId, generation, memberId } = frames.commitGroup;
    const done = topics.map(({ name, partitions }) => ({
      topic: name,
      partitions: partitions.map(({ index, offset }) => ({ partition: index, offset: String(offset) })),
    }));
    return encoding(() => request({ groupId, groupGenerationId: generation, memberId, topics: done }));
  },
  'offset-commit-response': (input) =>
    decoding(
      protocol('offsetCommit', frames.OFFSET_COMMIT, 'response'),
      input,
      ({ responses }) => touchPartitions(responses, ({ partition }) => partition + 1),
      ({ responses }) =>
        responses.map(({ topic, partitions }) => ({
          name: topic,
          partitions: partitions.map(({ partition, errorCode }) => ({ index: partition, errorCode })),
        })),
    ),
};
