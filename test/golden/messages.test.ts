import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../src/base/errors.ts';
import { encodeRequestFrame, encodeResponseFrame } from '../../src/protocol/frame.ts';
import { encodeRequestHeader } from '../../src/protocol/generated/request-header.ts';
import { encodeResponseHeader } from '../../src/protocol/generated/response-header.ts';
import { Decoder } from '../../src/wire/decoder.ts';
import { Encoder } from '../../src/wire/encoder.ts';
import { apis } from '../support/all-apis.ts';
import { type Codec, codecs, versionsOf } from './codecs.ts';
import { expectedValue, readable } from './java-json.ts';
import { readVectors, VECTORS_DIR, type Vector } from './vectors.ts';

const files = new Map([...new Set(codecs.map(({ file }) => file))].map((file) => [file, readVectors(`${file}.txt`)]));

function vectorsOf({ file, message }: Codec, ...variants: string[]): readonly Vector[] {
  const { vectors } = files.get(file)!;
  return vectors.filter((vector) => vector.message === message.name && variants.includes(vector.variant));
}

function decode(codec: Codec, { hex, version }: Vector): unknown {
  return decodeBytes(codec, version, Buffer.from(hex, 'hex'));
}

function decodeBytes(codec: Codec, version: number, bytes: Buffer): unknown {
  const d = new Decoder(bytes);
  const value = codec.decode(d, version);
  d.expectEnd(codec.message.name);
  return value;
}

function failure(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe.each(codecs.map((codec) => ({ name: codec.message.name, codec })))('$name', ({ codec }) => {
  it('has a vector of every version, full and empty', () => {
    for (const variant of ['full', 'empty', 'newest']) {
      const versions = vectorsOf(codec, variant);
      expect(versions.map(({ version }) => version)).toEqual(versionsOf(codec.message));
    }
  });

  it('reads what Java wrote as what Java meant', () => {
    for (const vector of vectorsOf(codec, 'full', 'nulls', 'empty', 'unknown')) {
      const expected = expectedValue(codec.message, JSON.parse(vector.json));
      expect(readable(decode(codec, vector)), `version ${vector.version} ${vector.variant}`).toStrictEqual(expected);
    }
  });

  it('writes the bytes that Java wrote', () => {
    // Tags that nobody knows yet are passed over when read, so they cannot be written again.
    for (const vector of vectorsOf(codec, 'full', 'nulls', 'empty')) {
      const e = new Encoder();
      codec.encode(e, decode(codec, vector), vector.version);
      expect(e.toBuffer().toString('hex'), `version ${vector.version} ${vector.variant}`).toBe(vector.hex);
    }
  });

  it('leaves out or refuses what an older version cannot carry, as Java does', () => {
    const newest = decode(codec, vectorsOf(codec, 'full').at(-1)!);
    for (const { version, hex } of vectorsOf(codec, 'newest')) {
      const e = new Encoder();
      const thrown = failure(() => codec.encode(e, newest, version));
      if (hex === 'unsupported') expect(KafkaError.is(thrown) && thrown.code, `version ${version}`).toBe('UNSUPPORTED');
      else expect(thrown ?? e.toBuffer().toString('hex'), `version ${version}`).toBe(hex);
    }
  });

  it('refuses every cut of the bytes', () => {
    for (const { hex, version } of vectorsOf(codec, 'full')) {
      const bytes = Buffer.from(hex, 'hex');
      const taken = [...bytes.keys()].filter((length) => {
        const thrown = failure(() => decodeBytes(codec, version, bytes.subarray(0, length)));
        return !KafkaError.is(thrown) || thrown.code !== 'PROTOCOL';
      });
      expect(taken, `lengths of version ${version}`).toEqual([]);
    }
  });
});

describe('vectors', () => {
  it('belong to a message of ours, each file and each entry', () => {
    const names = readdirSync(VECTORS_DIR).filter((name) => !name.startsWith('record-batches.'));
    expect(names.sort()).toEqual([...files.keys()].map((file) => `${file}.txt`).sort());
    const messages = new Set(codecs.map(({ message }) => message.name));
    for (const { vectors } of files.values())
      expect(vectors.filter(({ message }) => !messages.has(message))).toEqual([]);
  });
});

describe('frame headers', () => {
  it.each(apis.map((api) => ({ name: api.name, api })))('$name has the header versions of Java', ({ api, name }) => {
    const headers = [...files.values()].flatMap((file) => file.headers).filter((header) => header.api === name);
    expect(headers.map(({ version }) => version)).toEqual(
      Array.from({ length: api.maxVersion - api.minVersion + 1 }, (_, index) => api.minVersion + index),
    );
    for (const { version, request, response } of headers) {
      const header = { requestApiKey: api.key, requestApiVersion: version, correlationId: 9, clientId: 'c' };
      const nothing = { ...api, encodeRequest: () => {}, encodeResponse: () => {} };
      const e = new Encoder();
      encodeRequestHeader(e, header, request);
      expect(Buffer.concat(encodeRequestFrame(nothing, version, 9, 'c', {})).subarray(4)).toEqual(e.toBuffer());
      const answer = new Encoder();
      encodeResponseHeader(answer, { correlationId: 9 }, response);
      expect(Buffer.concat(encodeResponseFrame(nothing, version, 9, {})).subarray(4)).toEqual(answer.toBuffer());
    }
  });
});
