// Fetch sessions (KIP-227): begun, gone on with, changed, given up, and mistaken.
import {
  createFetchPartition,
  createFetchRequest,
  createForgottenTopic,
  type FetchRequest,
  fetchApi,
} from '../../../src/protocol/generated/fetch.ts';
import { createProduceRequest, produceApi } from '../../../src/protocol/generated/produce.ts';
import { ZERO_UUID } from '../../../src/wire/message-codec.ts';
import { batchOf } from '../../support/batches.ts';
import type { Transcript } from './transcript.ts';

const NO_TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAZQ';
const BY_ID_FROM = 13;
const INITIAL = 0;
const FINAL = -1;

interface Place {
  readonly name: string;
  readonly topicId: string;
}

/** Partition index and offset. */
type Position = readonly [partition: number, fetchOffset: number];

async function life(t: Transcript, version: number): Promise<void> {
  const name = `${t.prefix}-sessions-${version}`;
  const place = { name, topicId: await t.createTopic(name, 3) };
  const isById = version >= BY_ID_FROM;
  let session = 0;
  const named = ({ name: topic, topicId }: Place) => (isById ? { topic: '', topicId } : { topic, topicId: ZERO_UUID });
  const fetch = async (
    what: string,
    sessionEpoch: number,
    wanted: readonly Position[],
    rest: {
      readonly forget?: readonly number[];
      readonly of?: Place;
      readonly as?: number;
      readonly version?: number;
      readonly init?: Partial<FetchRequest>;
    } = {},
  ): Promise<void> => {
    const { forget = [], of = place, as = session, init = {} } = rest;
    const partitions = wanted.map(([partition, fetchOffset]) =>
      createFetchPartition({ partition, fetchOffset, partitionMaxBytes: 1 << 20 }),
    );
    const request = createFetchRequest({
      maxBytes: 1 << 20,
      sessionId: as,
      sessionEpoch,
      topics: wanted.length === 0 ? [] : [{ ...named(of), partitions }],
      forgottenTopicsData: forget.length === 0 ? [] : [createForgottenTopic({ ...named(of), partitions: forget })],
      ...init,
    });
    const answer = await t.ask(what, fetchApi, rest.version ?? version, request, {
      show: ({ sessionId, responses, ...others }) => ({
        ...others,
        session: sessionId === 0 ? 'none' : sessionId === as ? 'the same' : 'a new one',
        responses: responses.map(({ partitions: all, ...topic }) => [
          topic,
          ...all.map(({ records, ...data }) => ({ ...data, bytes: records?.length })),
        ]),
      }),
    });
    if (answer !== undefined && answer.errorCode === 0 && as === session) session = answer.sessionId;
  };
  const produce = async (index: number): Promise<void> => {
    const topicData = [{ name, topicId: ZERO_UUID, partitionData: [{ index, records: batchOf() }] }];
    await t.quietly(produceApi, 9, createProduceRequest({ acks: -1, timeoutMs: 5000, topicData }));
  };

  const both: readonly Position[] = [
    [0, 0],
    [1, 0],
  ];
  await fetch('begins', INITIAL, both);
  await fetch('nothing new', 1, []);
  await produce(0);
  await produce(1);
  await fetch('two have news', 2, []);
  await fetch('one has been read', 3, [[0, 1]]);
  await fetch('both have been read', 4, [[1, 1]]);
  await fetch('nothing new again', 5, []);
  await produce(2);
  await fetch('a third one', 6, [[2, 0]]);
  await produce(1);
  await fetch('one is forgotten', 7, [[2, 1]], { forget: [1] });
  await fetch('added and forgotten at once', 8, [[1, 0]], { forget: [1] });
  await fetch('nothing of what was forgotten', 9, []);
  await fetch('an offset that is not there', 10, [[0, 50]]);
  await fetch('told again', 11, []);
  await fetch('and is put right', 12, [[0, 0]]);
  await fetch('forgets what it never had', 13, [], { forget: [7] });
  await fetch('a partition that is not there', 14, [[9, 0]]);
  await fetch('told again', 15, [[0, 1]]);
  await fetch('a topic that is not there', 16, [[0, 0]], { of: { name: `${name}-no`, topicId: NO_TOPIC_ID } });
  await fetch('told again', 17, []);
  await fetch('an epoch of before', 17, []);
  await fetch('an epoch to come', 19, []);
  await fetch('a session that is not', 1, [], { as: session === 77 ? 78 : 77 });
  await fetch('no session, but an epoch', 1, both, { as: 0 });
  await fetch('in the other way of naming topics', 18, [], { version: isById ? 12 : 13 });
  await fetch('and goes on', 18, []);
  const old = session;
  await fetch('begins anew', INITIAL, both);
  await fetch('the old one is gone', 19, [], { as: old });
  await fetch('the new one goes on', 1, [[0, 1]]);
  await produce(0);
  await produce(1);
  // With room for one batch only, the turn is of whoever did not have it the last time.
  const little = { init: { maxBytes: 1 } };
  await fetch('one of two', 2, [], little);
  await fetch('the other of two', 3, [], little);
  await fetch('the first again', 4, [], little);
  await fetch('forgets all', 5, [], { forget: [0, 1] });
  await fetch('is gone', 6, [], { as: old });
  await fetch('without a session', FINAL, both, { as: 0 });
  await fetch('begins once more', INITIAL, both);
  const last = session;
  await fetch('ends', FINAL, both);
  await fetch('is gone', 1, [], { as: last });
  await fetch('begins with nothing', INITIAL, [], { as: 0 });
}

export async function fetchSessionsScript(t: Transcript): Promise<void> {
  for (const version of [7, 12, 13, 16]) await life(t, version);
}
