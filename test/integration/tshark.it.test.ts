// Our traffic as tshark's Kafka dissector reads it: frame by frame what it is, and field by field what was sent.
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeRequestFrame, encodeResponseFrame } from '../../src/protocol/frame.ts';
import {
  createHeartbeatRequest,
  createHeartbeatResponse,
  heartbeatApi,
} from '../../src/protocol/generated/heartbeat.ts';
import { compressionNames } from '../../src/record/compression/codecs.ts';
import { describeEachKafka } from '../support/describe-each-kafka.ts';
import { numbers } from '../support/reading.ts';
import { countFrames } from './tshark/frames.ts';
import { type KnownApi, knownVersions } from './tshark/known-versions.ts';
import { pcapOf } from './tshark/pcap.ts';
import { RecordingProxy } from './tshark/recording-proxy.ts';
import { adminTraffic, CLIENT_ID, clientTraffic, newNames, PER_CODEC, textOf } from './tshark/traffic.ts';
import { type Dissected, dissect, printed } from './tshark/tshark.ts';

const CODEC_NUMBERS = { none: '0', gzip: '1', snappy: '2', lz4: '3', zstd: '4' } as const;

describeEachKafka('our traffic as tshark reads it', (kafka) => {
  const names = newNames();
  const proxy = new RecordingProxy();
  let read: readonly Dissected[] = [];
  const readOf = (api: KnownApi, kind: 'request' | 'response'): Dissected[] =>
    read.filter(({ what }) => what === `${api} v${knownVersions[api]} ${kind}`);
  const all = (frames: readonly Dissected[], field: string): string[] =>
    frames.flatMap(({ fields }) => fields.get(`kafka.${field}`) ?? []);

  beforeAll(async () => {
    await clientTraffic(kafka.bootstrap, proxy, names);
    await adminTraffic(kafka.bootstrap[0] as string, proxy, names);
    await proxy.close();
    read = await dissect(pcapOf(proxy.frames));
  }, 120_000);

  it('has every frame as what it is, and nothing that it cannot make sense of', () => {
    const counts = countFrames(proxy.frames);
    const seen = new Map<string, number>();
    for (const { what } of read) seen.set(what, (seen.get(what) ?? 0) + 1);
    const apis = Object.entries(knownVersions).map(([api, version]) => {
      const [requests = 0, responses = 0] = ['request', 'response'].map((kind) =>
        seen.get(`${api} v${version} ${kind}`),
      );
      return `${api} v${version}: ${requests} requests, ${responses} responses`;
    });
    console.log(`tshark dissected ${read.length} of ${proxy.frames.length} frames\n${apis.join('\n')}`);
    expect(read.flatMap(({ what, complaints }) => complaints.map((one) => `${what}: ${one}`))).toEqual([]);
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(counts));
    expect(read.length).toBe(proxy.frames.length);
    expect(apis.filter((line) => / 0 (requests|responses)/.test(line))).toEqual([]);
  });

  it('names client, topic and group as they are', () => {
    const requests = read.filter(({ what }) => what.endsWith('request'));
    expect(new Set(all(requests, 'client_id'))).toEqual(new Set([CLIENT_ID]));
    expect(new Set(all(readOf('Produce', 'request'), 'topic_name'))).toEqual(new Set([names.topic]));
    expect(new Set(all(readOf('Fetch', 'response'), 'topic_name'))).toEqual(new Set([names.topic]));
    for (const api of ['JoinGroup', 'SyncGroup', 'Heartbeat', 'OffsetCommit', 'OffsetFetch', 'LeaveGroup'] as const) {
      expect(new Set(all(readOf(api, 'request'), 'consumer_group')), api).toEqual(new Set([names.group]));
    }
    expect(all(readOf('CreateTopics', 'request'), 'topic_name')).toEqual([names.topic]);
    expect(all(readOf('CreateTopics', 'request'), 'num_partitions')).toEqual(['1']);
    expect(all(readOf('DeleteTopics', 'request'), 'topic_name')).toEqual([names.topic]);
  });

  it.each(compressionNames.map((codec) => [codec]))(
    'sees the records in a batch that is produced, and where it is fetched: %s',
    (codec) => {
      const [batch, ...others] = readOf('Produce', 'request').filter(({ fields }) =>
        fields.get('kafka.message_value')?.includes(printed(textOf(codec, 0))),
      );
      expect(others).toEqual([]);
      const fields = (name: string): readonly string[] => batch?.fields.get(`kafka.${name}`) ?? [];
      expect(fields('batch_codec')).toEqual([CODEC_NUMBERS[codec]]);
      expect(fields('batch_size')).toEqual([String(PER_CODEC)]);
      expect(fields('partition_id')).toEqual(['0']);
      expect(fields('required_acks')).toEqual(['-1']);
      expect(fields('message_key')).toEqual(numbers(PER_CODEC).map((i) => printed(`key-${i}`)));
      expect(fields('message_value')).toEqual(numbers(PER_CODEC).map((i) => printed(textOf(codec, i))));
      expect(fields('header_key')).toEqual(numbers(PER_CODEC).map(() => 'trace'));
      expect(fields('header_value')).toEqual(numbers(PER_CODEC).map((i) => printed(`${codec}-${i}`)));
      expect(all(readOf('Fetch', 'response'), 'message_value')).toEqual(
        expect.arrayContaining([...fields('message_value')]),
      );
    },
  );

  it('sees where the group has committed', () => {
    const last = compressionNames.length * PER_CODEC + 1;
    const [commit] = readOf('OffsetCommit', 'request');
    expect(commit?.fields.get('kafka.offset')).toEqual([String(last)]);
    expect(commit?.fields.get('kafka.partition_id')).toEqual(['0']);
    expect(all(readOf('TxnOffsetCommit', 'request'), 'offset')).toEqual(['3']);
  });
});

describe('what tshark cannot make sense of', () => {
  const version = knownVersions.Heartbeat;
  const request = createHeartbeatRequest({ groupId: 'g', generationId: 7, memberId: 'm' });
  const good = Buffer.concat(encodeRequestFrame(heartbeatApi, version, 1, CLIENT_ID, request));
  const answer = Buffer.concat(encodeResponseFrame(heartbeatApi, version, 1, createHeartbeatResponse()));
  const resized = (frame: Buffer): Buffer => {
    frame.writeInt32BE(frame.length - 4);
    return frame;
  };
  const complaintsOf = async (...frames: readonly Buffer[]): Promise<readonly string[]> => {
    const recorded = frames.map((bytes, index) => ({ connection: 0, isRequest: index % 2 === 0, bytes }));
    return (await dissect(pcapOf(recorded))).flatMap(({ complaints }) => complaints);
  };

  it('is nothing of a good frame', async () => {
    expect(await complaintsOf(good, answer)).toEqual([]);
  });

  it('is a version that it does not know', async () => {
    const later = Buffer.from(good);
    later.writeInt16BE(99, 6);
    expect((await complaintsOf(later)).join()).toMatch(/Unsupported/);
  });

  it('is an API that it does not know', async () => {
    const other = Buffer.from(good);
    other.writeInt16BE(999, 4);
    expect((await complaintsOf(other)).join()).toMatch(/Unknown/);
  });

  it('is a frame that ends too early', async () => {
    expect((await complaintsOf(resized(Buffer.from(good.subarray(0, -4))))).join()).toMatch(/Malformed/);
  });

  it('is a frame that goes on behind its message', async () => {
    const longer = Buffer.concat([good, Buffer.from([1, 2, 3])]);
    expect((await complaintsOf(resized(longer))).join()).toMatch(/does not end at the pdu length/);
  });

  it('is an answer that nobody has asked for', async () => {
    const other = Buffer.from(answer);
    other.writeInt32BE(2, 4);
    expect((await complaintsOf(good, other)).join()).toMatch(/Request missing/i);
  });
});
