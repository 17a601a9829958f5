// What all generated codecs have in common, shown on some. That every one of them is right is shown in test/golden.
import { describe, expect, it } from 'vitest';
import type { KafkaError } from '../../../src/base/errors.ts';
import { apiVersionsApi, createApiVersionsResponse } from '../../../src/protocol/generated/api-versions.ts';
import {
  createFetchPartition,
  createFetchRequest,
  createFetchTopic,
  fetchApi,
} from '../../../src/protocol/generated/fetch.ts';
import {
  createMetadataRequest,
  createMetadataResponse,
  metadataApi,
} from '../../../src/protocol/generated/metadata.ts';
import { Decoder } from '../../../src/wire/decoder.ts';
import { Encoder } from '../../../src/wire/encoder.ts';

/** Bytes of a FetchRequest of version 18 with one partition, whose tagged section is `tagged`, in hex. */
function fetchRequest(tagged: string): Buffer {
  const e = new Encoder();
  const partition = createFetchPartition({ partition: 5, fetchOffset: 7 });
  fetchApi.encodeRequest(e, createFetchRequest({ topics: [createFetchTopic({ partitions: [partition] })] }), 18);
  const plain = e.toBuffer().toString('hex');
  // Behind partitionMaxBytes: no tagged fields of the partition, of the topic; no forgotten topics, rack or tags.
  expect(plain.endsWith('00000000' + '00' + '00' + '01' + '01' + '00')).toBe(true);
  return Buffer.from(`${plain.slice(0, -10)}${tagged}00010100`, 'hex');
}

function partitionOf(frame: Buffer): { fetchOffset: number; highWatermark: number } {
  const d = new Decoder(frame);
  const { topics } = fetchApi.decodeRequest(d, 18);
  d.expectEnd('FetchRequest');
  return topics[0]!.partitions[0]!;
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as KafkaError).code;
  }
}

describe('tagged fields', () => {
  it('are left out at their default and read as it (trap 28)', () => {
    expect(partitionOf(fetchRequest('00')).highWatermark).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('that nobody knows are passed over by their size, before, between and behind known ones (trap 28)', () => {
    const known = '01' + '08' + '000000000000002a';
    const unknown = (tag: string) => `${tag}03ffffff`;
    expect(partitionOf(fetchRequest(`02${known}${unknown('05')}`)).highWatermark).toBe(42);
    expect(partitionOf(fetchRequest(`03${unknown('02')}${known}${unknown('7f')}`)).highWatermark).toBe(42);
    expect(partitionOf(fetchRequest(`01${unknown('ff7f')}`)).fetchOffset).toBe(7);
  });

  it('have the size that they announce', () => {
    for (const size of ['07', '09']) {
      expect(codeOf(() => partitionOf(fetchRequest(`0101${size}00000000000000002a`)))).toBe('PROTOCOL');
    }
  });

  it('of another version are refused, as Java does', () => {
    const d = new Decoder(fetchRequest('0101080000000000000001'));
    expect(() => fetchApi.decodeRequest(d, 17)).toThrow('version 17 of FetchPartition has no tag 1');
  });

  it('may be in any order, and the last of two counts', () => {
    const twice = ['2a', '2b'].map((last) => `010800000000000000${last}`).join('');
    expect(partitionOf(fetchRequest(`02${twice}`)).highWatermark).toBe(43);
    // A list given twice is not one list: errorCode, no apiKeys, throttleTimeMs, two tags of one feature each.
    const feature = (name: string): string => `00080202${Buffer.from(name).toString('hex')}0000000100`;
    const response = Buffer.from(`0000010000000002${feature('a')}${feature('b')}`, 'hex');
    const { supportedFeatures } = apiVersionsApi.decodeResponse(new Decoder(response), 3);
    expect(supportedFeatures.map(({ name }) => name)).toEqual(['b']);
  });
});

describe('an int64 whose largest value means that there is no limit', () => {
  const withWatermark = (hex: string) => partitionOf(fetchRequest(`010108${hex}`)).highWatermark;

  it('is read as the largest safe integer', () => {
    expect(withWatermark('7fffffffffffffff')).toBe(Number.MAX_SAFE_INTEGER);
    expect(withWatermark('001fffffffffffff')).toBe(Number.MAX_SAFE_INTEGER);
    expect(withWatermark('0000000000000000')).toBe(0);
    expect(withWatermark('ffffffffffffffff')).toBe(-1);
  });

  it('is refused where it is neither that nor safe', () => {
    for (const hex of ['7ffffffffffffffe', '7fffffff00000000', '0020000000000000', '8000000000000000']) {
      expect(codeOf(() => withWatermark(hex))).toBe('PROTOCOL');
    }
  });

  it('is written where it is less', () => {
    const partition = createFetchPartition({ highWatermark: 12 });
    const e = new Encoder();
    fetchApi.encodeRequest(e, createFetchRequest({ topics: [createFetchTopic({ partitions: [partition] })] }), 18);
    expect(partitionOf(e.toBuffer()).highWatermark).toBe(12);
  });
});

describe('null', () => {
  const bytesOf = (topics: null | [], version: number): string => {
    const e = new Encoder();
    metadataApi.encodeRequest(e, createMetadataRequest({ topics }), version);
    return e.toBuffer().toString('hex');
  };

  it('is no empty list, compact or not (trap 28)', () => {
    expect(bytesOf(null, 8)).toMatch(/^ffffffff/);
    expect(bytesOf([], 8)).toMatch(/^00000000/);
    expect(bytesOf(null, 9)).toMatch(/^00/);
    expect(bytesOf([], 9)).toMatch(/^01/);
    for (const version of [8, 9]) {
      for (const topics of [null, []] as const) {
        const bytes = Buffer.from(bytesOf(topics as never, version), 'hex');
        expect(metadataApi.decodeRequest(new Decoder(bytes), version).topics).toEqual(topics);
      }
    }
  });

  it('is no empty string, compact or not (trap 28)', () => {
    for (const version of [8, 9]) {
      for (const clusterId of [null, '']) {
        const e = new Encoder();
        metadataApi.encodeResponse(e, createMetadataResponse({ clusterId }), version);
        expect(metadataApi.decodeResponse(new Decoder(e.toBuffer()), version).clusterId).toBe(clusterId);
      }
    }
  });

  it('is refused in a version that has none, both ways', () => {
    expect(codeOf(() => bytesOf(null, 0))).toBe('UNSUPPORTED');
    expect(codeOf(() => metadataApi.decodeRequest(new Decoder(Buffer.from('ffffffff', 'hex')), 0))).toBe('PROTOCOL');
  });
});

describe('the header of an ApiVersions response', () => {
  it('is the oldest in every version: what follows the correlation id is the error code (trap 28)', () => {
    const e = new Encoder();
    apiVersionsApi.encodeResponse(e, createApiVersionsResponse({ errorCode: 35 }), 4);
    expect(e.toBuffer().readInt16BE(0)).toBe(35);
  });
});
