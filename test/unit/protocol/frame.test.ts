import { describe, expect, it } from 'vitest';
import {
  correlationIdOf,
  decodeRequestFrame,
  decodeRequestFrameHeader,
  decodeResponseFrame,
  encodeRequestFrame,
  encodeResponseFrame,
} from '../../../src/protocol/frame.ts';
import {
  apiVersionsApi,
  createApiVersion,
  createApiVersionsRequest,
  createApiVersionsResponse,
} from '../../../src/protocol/generated/api-versions.ts';
import {
  createFetchPartition,
  createFetchRequest,
  createFetchTopic,
  createForgottenTopic,
  createReplicaState,
  fetchApi,
} from '../../../src/protocol/generated/fetch.ts';
import {
  createHeartbeatRequest,
  createHeartbeatResponse,
  heartbeatApi,
} from '../../../src/protocol/generated/heartbeat.ts';
import { createMetadataRequest, metadataApi } from '../../../src/protocol/generated/metadata.ts';
import {
  createLeaderIdAndEpoch,
  createPartitionProduceResponse,
  createProduceRequest,
  createProduceResponse,
  createTopicProduceData,
  createTopicProduceResponse,
  produceApi,
} from '../../../src/protocol/generated/produce.ts';
import { Decoder } from '../../../src/wire/decoder.ts';
import { apis } from '../../support/all-apis.ts';

const find = (key: number) => apis.find((api) => api.key === key);
const whole = (pieces: readonly Buffer[]): Buffer => Buffer.concat(pieces);

describe('request frames', () => {
  it('begin with their size, and are read back header and message', () => {
    const request = createMetadataRequest({ topics: null });
    const frame = whole(encodeRequestFrame(metadataApi, 9, -7, 'käse', request));
    expect(frame.readInt32BE(0)).toBe(frame.length - 4);
    const d = new Decoder(frame, 4);
    expect(decodeRequestFrameHeader(d, find)).toEqual({
      requestApiKey: 3,
      requestApiVersion: 9,
      correlationId: -7,
      clientId: 'käse',
    });
    expect(metadataApi.decodeRequest(d, 9)).toEqual(request);
    d.expectEnd('Metadata');
  });

  it('carry no client id where there is none', () => {
    const frame = whole(encodeRequestFrame(metadataApi, 4, 1, null, createMetadataRequest()));
    expect(decodeRequestFrameHeader(new Decoder(frame, 4), find).clientId).toBeNull();
  });

  it('keep large record batches as pieces, uncopied, and count them', () => {
    const records = Buffer.alloc(100_000, 5);
    const topicData = [createTopicProduceData({ name: 't', partitionData: [{ index: 0, records }] })];
    const pieces = encodeRequestFrame(produceApi, 9, 1, 'c', createProduceRequest({ topicData }));
    expect(pieces).toContain(records);
    expect(pieces[0]!.readInt32BE(0)).toBe(whole(pieces).length - 4);
  });

  it.each([-1, 99])('are not made of version %i, which is not known', (version) => {
    expect(() => encodeRequestFrame(metadataApi, version, 1, 'c', createMetadataRequest())).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED', message: `Metadata version ${version}: 0 to 13 are known` }),
    );
  });

  it('name API, version and field of what cannot be written', () => {
    const partition = { index: 70_000.5, records: null };
    const topicData = [
      createTopicProduceData({ name: 'a' }),
      createTopicProduceData({ name: 'b', partitionData: [{ index: 0, records: null }, partition] }),
    ];
    expect(() => encodeRequestFrame(produceApi, 9, 1, 'c', createProduceRequest({ topicData }))).toThrow(
      expect.objectContaining({
        code: 'PROTOCOL',
        api: 'Produce',
        message:
          'Produce request version 9, topicData[1].partitionData[1].index: ' +
          'int32 70000.5 cannot be written, it takes -2147483648 to 2147483647',
      }),
    );
  });

  it.each([
    [
      'a text instead of an array',
      { topics: 'orders' },
      'Metadata request version 9, topics: array "orders" cannot be',
    ],
    ['a number instead of a struct', { topics: [5] }, 'Metadata request version 9, topics[0]: string undefined cannot'],
    ['null instead of a struct', { topics: [null] }, 'Metadata request version 9, topics[0]: '],
    ['a field left out', {}, 'Metadata request version 9, topics: array undefined cannot be written'],
  ])('refuse %s', (_, request, message) => {
    const given = request as unknown as ReturnType<typeof createMetadataRequest>;
    const thrown = expect.objectContaining({ code: 'PROTOCOL', message: expect.stringContaining(message) });
    expect(() => encodeRequestFrame(metadataApi, 9, 1, 'c', given)).toThrow(thrown);
  });

  it('name the header where it is at fault', () => {
    expect(() => encodeRequestFrame(metadataApi, 9, 2 ** 31, 'c', createMetadataRequest())).toThrow(
      'Metadata request version 9: int32 2147483648 cannot be written',
    );
  });

  it('name what the version cannot carry', () => {
    const request = createMetadataRequest({ includeTopicAuthorizedOperations: true });
    expect(() => encodeRequestFrame(metadataApi, 1, 1, 'c', request)).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED',
        message: expect.stringContaining('MetadataRequest.includeTopicAuthorizedOperations is set, but version 1'),
      }),
    );
  });

  it('of a version too new to know still have a header that can be read (KIP-511)', () => {
    const frame = whole(encodeRequestFrame(apiVersionsApi, 4, 3, 'c', createApiVersionsRequest()));
    frame.writeInt16BE(99, 6);
    expect(decodeRequestFrameHeader(new Decoder(frame, 4), find)).toMatchObject({
      requestApiVersion: 99,
      clientId: 'c',
    });
  });

  it('are read whole, with their header', () => {
    const request = createHeartbeatRequest({ groupId: 'g', memberId: 'm' });
    const frame = whole(encodeRequestFrame(heartbeatApi, 4, 5, 'c', request)).subarray(4);
    const header = { requestApiKey: 12, requestApiVersion: 4, correlationId: 5, clientId: 'c' };
    expect(decodeRequestFrame(heartbeatApi, frame)).toEqual({ header, request });
    expect(() => decodeRequestFrame(heartbeatApi, Buffer.concat([frame, Buffer.alloc(1)]))).toThrow(
      expect.objectContaining({ code: 'PROTOCOL' }),
    );
    expect(() => decodeRequestFrame(metadataApi, frame)).toThrow(
      expect.objectContaining({ code: 'PROTOCOL', message: 'a request of Heartbeat was read as one of Metadata' }),
    );
    frame.writeInt16BE(99, 2);
    expect(() => decodeRequestFrame(heartbeatApi, frame)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }));
  });

  it.each([0, 3, 7, 9])('cut after %i bytes are a PROTOCOL error', (bytes) => {
    const frame = whole(encodeRequestFrame(metadataApi, 9, 1, 'client', createMetadataRequest())).subarray(
      4,
      4 + bytes,
    );
    expect(() => decodeRequestFrameHeader(new Decoder(frame), find)).toThrow(
      expect.objectContaining({ code: 'PROTOCOL' }),
    );
  });
});

describe('response frames', () => {
  it('take a typed API: the compiler knows the response of each', () => {
    const response = createHeartbeatResponse({ errorCode: 27 });
    const frame = whole(encodeResponseFrame(heartbeatApi, 4, -5, response)).subarray(4);
    expect(correlationIdOf(frame)).toBe(-5);
    expect(decodeResponseFrame(heartbeatApi, 4, frame).errorCode).toBe(27);
  });

  it('name what cannot be written', () => {
    expect(() => encodeResponseFrame(heartbeatApi, 4, 1, createHeartbeatResponse({ errorCode: 1e5 }))).toThrow(
      'Heartbeat response version 4, errorCode: int16 100000 cannot be written, it takes -32768 to 32767',
    );
  });

  it('may not go on after the message', () => {
    const frame = whole(encodeResponseFrame(heartbeatApi, 4, 1, createHeartbeatResponse())).subarray(4);
    expect(() => decodeResponseFrame(heartbeatApi, 4, Buffer.concat([frame, Buffer.alloc(2)]))).toThrow(
      'malformed message: Heartbeat response version 4: 2 bytes left over',
    );
  });

  it('of ApiVersions have the oldest header in every version, so that any client can read them', () => {
    const frame = whole(
      encodeResponseFrame(apiVersionsApi, 3, 1, createApiVersionsResponse({ errorCode: 35 })),
    ).subarray(4);
    expect(frame.readInt16BE(4)).toBe(35);
  });

  it.each([1, 3, 4])(
    'of ApiVersions answered in version 0 to version %i, which the broker does not know (trap 29)',
    (version) => {
      const response = createApiVersionsResponse({
        errorCode: 35,
        apiKeys: [createApiVersion({ apiKey: 18, minVersion: 0, maxVersion: 2 })],
      });
      const frame = whole(encodeResponseFrame(apiVersionsApi, 0, 1, response)).subarray(4);
      expect(decodeResponseFrame(apiVersionsApi, version, frame)).toEqual(response);
    },
  );

  it('are not made of a version that is not known', () => {
    expect(() => encodeResponseFrame(heartbeatApi, 5, 1, createHeartbeatResponse())).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED', message: 'Heartbeat version 5: 0 to 4 are known' }),
    );
  });

  it('too short for a correlation id are a PROTOCOL error', () => {
    expect(() => correlationIdOf(Buffer.alloc(3))).toThrow(expect.objectContaining({ code: 'PROTOCOL' }));
  });
});

describe('what cannot be written', () => {
  const request = (change: object): never =>
    createProduceRequest({
      topicData: [
        createTopicProduceData({ name: 'a', partitionData: [{ index: 0, records: null }] }),
        { ...createTopicProduceData({ name: 'b', partitionData: [{ index: 0, records: null }] }), ...change },
      ],
    }) as never;
  const failure = (version: number, change: object): unknown => {
    try {
      return encodeRequestFrame(produceApi, version, 1, 'c', request(change));
    } catch (error) {
      return error;
    }
  };

  it.each([
    ['a string', { name: undefined }, 'topicData[1].name: string undefined cannot be written, it takes a string'],
    [
      'a list',
      { partitionData: undefined },
      'topicData[1].partitionData: array undefined cannot be written, it takes an array',
    ],
    ['a number', { partitionData: [{ records: null }] }, 'topicData[1].partitionData[0].index: int32 undefined cannot'],
    ['an item', { partitionData: [undefined] }, 'topicData[1].partitionData[0]: Cannot read'],
  ])('is %s that is missing: API, version and field are named', (_, change, why) => {
    const message = expect.stringContaining(`Produce request version 9, ${why}`);
    expect(failure(9, change)).toMatchObject({ code: 'PROTOCOL', api: 'Produce', message });
  });

  it('is null where there is no null', () => {
    const message = expect.stringContaining('Produce request version 9, topicData[1].partitionData');
    expect(failure(9, { partitionData: null })).toMatchObject({ code: 'PROTOCOL', message });
  });

  it('is a string longer than Java reads', () => {
    const message = expect.stringContaining('Produce request version 9, topicData[1].name: string of 40000 bytes');
    expect(failure(9, { name: 'x'.repeat(40_000) })).toMatchObject({ code: 'PROTOCOL', message });
  });

  it.each([
    {
      where: 'in a struct of a list',
      version: 11,
      change: {
        topics: [createFetchTopic(), createFetchTopic({ partitions: [createFetchPartition({ lastFetchedEpoch: 3 })] })],
      },
      why: 'topics[1].partitions[0].lastFetchedEpoch: FetchPartition.lastFetchedEpoch',
    },
    {
      where: 'that is a list',
      version: 6,
      change: { forgottenTopicsData: [createForgottenTopic({ topic: 't' })] },
      why: 'forgottenTopicsData: FetchRequest.forgottenTopicsData',
    },
    {
      where: 'that is a struct with a tag',
      version: 14,
      change: { replicaState: createReplicaState({ replicaId: 2 }) },
      why: 'replicaState.replicaId: FetchRequest.replicaState',
    },
  ])('is a field $where, for which the version has no place', ({ version, change, why }) => {
    const request = createFetchRequest(change);
    expect(() => encodeRequestFrame(fetchApi, version, 1, 'c', request)).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED',
        api: 'Fetch',
        message: `Fetch request version ${version}, ${why} is set, but version ${version} cannot carry it`,
      }),
    );
    expect(() => encodeRequestFrame(fetchApi, 16, 1, 'c', request)).not.toThrow();
  });

  it('is a field of a response that the version has no place for, in a struct with a tag', () => {
    const response = (partition: object): never =>
      createProduceResponse({
        responses: [createTopicProduceResponse({ partitionResponses: [createPartitionProduceResponse(partition)] })],
      }) as never;
    const moved = response({ currentLeader: createLeaderIdAndEpoch({ leaderId: 1 }) });
    expect(() => encodeResponseFrame(produceApi, 9, 1, moved)).toThrow(
      'Produce response version 9, responses[0].partitionResponses[0].currentLeader.leaderId: ' +
        'PartitionProduceResponse.currentLeader is set, but version 9 cannot carry it',
    );
    expect(() => encodeResponseFrame(produceApi, 10, 1, moved)).not.toThrow();
    expect(() => encodeResponseFrame(produceApi, 9, 1, response({}))).not.toThrow();
  });
});
