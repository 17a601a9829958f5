import { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../src/base/logger.ts';
import { BrokerConnection } from '../../../src/embedded/broker-connection.ts';
import { ClusterState } from '../../../src/embedded/cluster-state.ts';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { decodeResponseFrame, encodeRequestFrame } from '../../../src/protocol/frame.ts';
import {
  apiVersionsApi,
  createApiVersionsRequest,
  decodeApiVersionsResponse,
} from '../../../src/protocol/generated/api-versions.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createFetchPartition, createFetchRequest, fetchApi } from '../../../src/protocol/generated/fetch.ts';
import { createMetadataRequest, metadataApi } from '../../../src/protocol/generated/metadata.ts';
import { Decoder } from '../../../src/wire/decoder.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { eventually } from '../../support/eventually.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';
import { WireClient } from '../../support/wire-client.ts';

const SETTINGS = {
  clusterId: undefined,
  brokerIds: [1],
  autoCreateTopics: false,
  defaultPartitions: 1,
  defaultReplicationFactor: 1,
  offsetsTopicPartitions: 1,
  minSessionTimeoutMs: 1,
  maxSessionTimeoutMs: 1000,
};

let kafka: EmbeddedKafka;
let client: WireClient;

beforeEach(async () => {
  kafka = await EmbeddedKafka.start({ topics: { t: 1 } });
  client = await WireClient.open(kafka.bootstrap[0] as string);
});

afterEach(async () => {
  await client.close();
  await kafka.stop();
});

function frame(version: number): Buffer {
  return Buffer.concat(encodeRequestFrame(apiVersionsApi, version, 77, 'c', createApiVersionsRequest()));
}

describe('BrokerConnection', () => {
  it('passes over bytes behind the last field of a request, as librdkafka 2.15.1 sends them with Metadata v13', async () => {
    const bytes = Buffer.concat([
      ...encodeRequestFrame(metadataApi, 13, 5, 'c', createMetadataRequest({ topics: null })),
      Buffer.alloc(3),
    ]);
    bytes.writeInt32BE(bytes.length - 4);
    const answer = await client.raw(bytes, 5);
    expect(decodeResponseFrame(metadataApi, 13, answer).topics.map(({ name }) => name)).toEqual(['t']);
    // What follows is read from where the next request begins.
    expect((await client.send(metadataApi, 13, createMetadataRequest({ topics: null }))).topics).toHaveLength(1);
  });

  it('answers in the order of the requests, also behind one that waits', async () => {
    const partitions = [createFetchPartition({ partitionMaxBytes: 1000 })];
    const topics = [{ topic: 't', topicId: ZERO_UUID, partitions }];
    const waiting = client.send(fetchApi, 12, createFetchRequest({ maxWaitMs: 50, minBytes: 1, topics }));
    const quick = Array.from({ length: 200 }, () =>
      client.send(metadataApi, 12, createMetadataRequest({ topics: null })),
    );
    await Promise.all([waiting, ...quick]);
    expect(client.answered).toEqual(Array.from({ length: 201 }, (_, at) => at + 1));
  });

  it('answers ApiVersions of a version that is too new in version 0, with the versions it has', async () => {
    const bytes = frame(4);
    bytes.writeInt16BE(99, 6);
    const answer = await client.raw(bytes, 77);
    const d = new Decoder(answer, 4);
    const { errorCode, apiKeys } = decodeApiVersionsResponse(d, 0);
    expect([errorCode, d.remaining]).toEqual([ErrorCode.UNSUPPORTED_VERSION, 0]);
    expect(apiKeys).toEqual([{ apiKey: apiVersionsApi.key, minVersion: 0, maxVersion: 5 }]);
  });

  it.each([
    ['an unknown API', (bytes: Buffer) => bytes.writeInt16BE(4000, 4)],
    [
      'a version of another API that is too new',
      (bytes: Buffer) => bytes.writeInt32BE((metadataApi.key << 16) | 99, 4),
    ],
    ['a message that does not end where its frame ends', (bytes: Buffer) => bytes.writeInt16BE(3, 6)],
    ['a frame without end', (bytes: Buffer) => bytes.writeInt32BE(0x7fffffff, 0)],
    ['HTTP', (bytes: Buffer) => bytes.write('GET / HTTP/1.1\r\n', 0)],
  ])('closes the connection over %s', async (_what, spoil) => {
    const bytes = frame(0);
    spoil(bytes);
    await expect(client.raw(bytes, 77)).rejects.toThrow('closed the connection');
    const next = await WireClient.open(kafka.bootstrap[0] as string);
    await next.send(apiVersionsApi, 0, createApiVersionsRequest());
    await next.close();
  });

  it('stops reading from a client that does not read its answers, and goes on when it does', async () => {
    const clock = new VirtualClock();
    const cluster = new ClusterState({ ...SETTINGS, clock });
    let written = 0;
    let accept = (): void => {};
    // Takes one write and then nothing until told: a client whose receive window is full.
    const stream = new Duplex({
      highWaterMark: 1,
      read() {},
      write(chunk: Buffer, _encoding, done) {
        written += chunk.length;
        accept = done;
      },
    });
    const node = { id: 1, host: '127.0.0.1', port: 1, rack: null };
    const connection = new BrokerConnection(stream, node, cluster, silentLogger);
    const request = frame(0);
    for (let i = 0; i < 500; i++) stream.push(request);
    await eventually('the first answer is written', () => written > 0);
    await turn();
    const first = written;
    expect(stream.isPaused()).toBe(true);
    await turn();
    expect(written).toBe(first);
    const answers = (): number => written / first;
    while (answers() < 500) {
      accept();
      await turn();
    }
    expect([answers(), stream.isPaused()]).toEqual([500, false]);
    connection.close();
    await eventually('it is closed', () => connection.isClosed);
  });
});
