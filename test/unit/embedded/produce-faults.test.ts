import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import type { ProduceFault } from '../../../src/embedded/produce-fault.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { createHeartbeatRequest, heartbeatApi } from '../../../src/protocol/generated/heartbeat.ts';
import {
  createProduceRequest,
  type PartitionProduceResponse,
  type ProduceResponse,
  produceApi,
} from '../../../src/protocol/generated/produce.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { batchOf } from '../../support/batches.ts';
import { eventually } from '../../support/eventually.ts';
import { turn, VirtualClock } from '../../support/virtual-clock.ts';
import { WireClient } from '../../support/wire-client.ts';

const { NONE, NOT_LEADER_OR_FOLLOWER, REQUEST_TIMED_OUT, UNKNOWN_PRODUCER_ID } = ErrorCode;

describe('a planned fault of Produce', () => {
  const clock = new VirtualClock();
  let kafka: EmbeddedKafka;
  let client: WireClient;

  beforeEach(async () => {
    kafka = await EmbeddedKafka.start({ topics: { a: 2, b: 1 }, brokers: 2, clock });
    // One broker leads everything, so that one connection is enough.
    for (const [topic, partition] of [
      ['a', 0],
      ['a', 1],
      ['b', 0],
    ] as const)
      kafka.moveLeader(topic, partition, 1);
    client = await WireClient.open(kafka.bootstrap[0] as string);
  });
  afterEach(async () => {
    await client.close();
    await kafka.stop();
  });

  const send = (
    places: readonly (readonly [topic: string, partition: number])[],
    acks = -1,
  ): Promise<ProduceResponse> => {
    const topicData = places.map(([name, index]) => ({
      name,
      topicId: ZERO_UUID,
      partitionData: [{ index, records: batchOf({ timestamps: [clock.now()] }) }],
    }));
    return client.send(produceApi, 10, createProduceRequest({ acks, timeoutMs: 1000, topicData }));
  };
  const all = ({ responses }: ProduceResponse): PartitionProduceResponse[] =>
    responses.flatMap(({ partitionResponses }) => partitionResponses);
  const codes = async (...places: Parameters<typeof send>[0][number][]): Promise<number[]> =>
    all(await send(places)).map(({ errorCode }) => errorCode);
  const sizes = (): number[] => [
    ...kafka.topic('a').partitions.map(({ endOffset }) => endOffset),
    kafka.topic('b').partition(0).endOffset,
  ];

  it('happens to the partition that it names, and to no other one of the request', async () => {
    kafka.failProduce({ topic: 'a', partition: 1, errorCode: REQUEST_TIMED_OUT });
    expect(await codes(['a', 0], ['a', 1], ['b', 0])).toEqual([NONE, REQUEST_TIMED_OUT, NONE]);
    expect(sizes()).toEqual([1, 0, 1]);
    expect(await codes(['a', 1])).toEqual([NONE]);
  });

  it('happens as often as it says, and others come after it', async () => {
    kafka.failProduce({ topic: 'a', errorCode: REQUEST_TIMED_OUT, times: 3 });
    kafka.failProduce({ errorCode: UNKNOWN_PRODUCER_ID });
    expect(await codes(['a', 0], ['a', 1])).toEqual([REQUEST_TIMED_OUT, REQUEST_TIMED_OUT]);
    expect(await codes(['b', 0], ['a', 0])).toEqual([UNKNOWN_PRODUCER_ID, REQUEST_TIMED_OUT]);
    expect(await codes(['b', 0], ['a', 0])).toEqual([NONE, NONE]);
  });

  it('happens at the broker that it names alone', async () => {
    kafka.failProduce({ broker: 2, errorCode: REQUEST_TIMED_OUT });
    expect(await codes(['a', 0])).toEqual([NONE]);
  });

  it('can be an error though the batch was appended', async () => {
    kafka.failProduce({ topic: 'a', errorCode: REQUEST_TIMED_OUT, appends: true });
    expect(await codes(['a', 0])).toEqual([REQUEST_TIMED_OUT]);
    expect(sizes()).toEqual([1, 0, 0]);
  });

  it('can name records (KIP-467), and another leader with its address (KIP-951)', async () => {
    const recordErrors = [{ batchIndex: 0, batchIndexErrorMessage: 'not this one' }];
    kafka.failProduce({ errorCode: ErrorCode.INVALID_RECORD, errorMessage: 'no', recordErrors });
    const [invalid] = all(await send([['a', 0]]));
    expect(invalid).toMatchObject({ errorCode: ErrorCode.INVALID_RECORD, errorMessage: 'no', recordErrors });
    kafka.failProduce({ errorCode: NOT_LEADER_OR_FOLLOWER, currentLeader: { leaderId: 2, leaderEpoch: 9 } });
    const moved = await send([['a', 0]]);
    expect(all(moved)[0]?.currentLeader).toEqual({ leaderId: 2, leaderEpoch: 9 });
    expect(moved.nodeEndpoints).toMatchObject([{ nodeId: 2, port: kafka.broker(2).port }]);
    expect(sizes()).toEqual([0, 0, 0]);
  });

  it.each([
    ['before', [0, 0, 0]],
    ['after', [1, 0, 1]],
  ] as const)('can be a connection that closes %s the batches are appended', async (disconnect, expected) => {
    kafka.failProduce({ topic: 'b', disconnect });
    await expect(
      send([
        ['a', 0],
        ['b', 0],
      ]),
    ).rejects.toThrow('closed the connection');
    expect(sizes()).toEqual(expected);
  });

  it('can be an answer that comes late, for a batch that was appended in time', async () => {
    kafka.failProduce({ topic: 'a', answerDelayMs: 500 });
    let isAnswered = false;
    const answer = send([['a', 0]]).finally(() => {
      isAnswered = true;
    });
    await eventually('it is appended', () => sizes()[0] === 1);
    await clock.advance(499);
    expect(isAnswered).toBe(false);
    await clock.advance(1);
    expect(all(await answer)[0]?.errorCode).toBe(NONE);
  });

  it('can be a request that is looked at late, when its client has long gone', async () => {
    kafka.failProduce({ topic: 'a', appendDelayMs: 500 });
    const answer = send([['a', 0]]).catch((error: Error) => error.message);
    await eventually('the broker has read it', () => clock.timers > 0);
    await client.close();
    expect(await answer).toContain('closed the connection');
    expect(sizes()).toEqual([0, 0, 0]);
    await clock.advance(500);
    await turn();
    expect(sizes()).toEqual([1, 0, 0]);
  });

  it.each<[string, ProduceFault]>([
    ['topic', { topic: '' }],
    ['partition', { partition: -1 }],
    ['times', { times: 0 }],
    ['answerDelayMs', { answerDelayMs: -1 }],
    ['appends', { appends: true }],
  ])('is refused where it makes no sense: %s', (name, fault) => {
    expect(() => kafka.failProduce(fault)).toThrow(`option ${name} is`);
  });

  it('of any other API can be an answer that comes late', async () => {
    kafka.failNext('Heartbeat', { delayMs: 100 });
    let isAnswered = false;
    const answer = client.send(heartbeatApi, 4, createHeartbeatRequest({ groupId: 'g' })).finally(() => {
      isAnswered = true;
    });
    await eventually('the broker holds the answer back', () => clock.timers > 0);
    expect(isAnswered).toBe(false);
    await clock.advance(100);
    await answer;
  });
});
