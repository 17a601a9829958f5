import { describe, expect, it } from 'vitest';
import { compressionNames } from '../../../src/record/compression/codecs.ts';
import { ControlType } from '../../../src/record/control-record.ts';
import { randomBatches } from '../../conformance/random-batches.ts';
import { batchKinds } from '../../conformance/records.ts';
import { writeAgain } from '../../golden/java-batches.ts';

describe('the kinds of batches that are compared', () => {
  it('have every codec in every format that knows it', () => {
    for (const magic of [0, 1, 2]) {
      for (const codec of compressionNames.filter((name) => magic === 2 || name !== 'zstd')) {
        expect(batchKinds.filter((kind) => kind.startsWith(`${magic},${codec},`))).not.toEqual([]);
      }
    }
  });

  it('have every kind of control record', () => {
    const spaced = Object.keys(ControlType).map((name) =>
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    );
    expect(batchKinds).toEqual(expect.arrayContaining(spaced.map((name) => `2,${name}`)));
  });
});

describe('randomBatches', () => {
  it('are the same for the same seed, and others for another', () => {
    const make = (seed: number): unknown => randomBatches('2,none,create,transactional', seed, 3);
    expect(make(1)).toStrictEqual(make(1));
    expect(make(1)).not.toEqual(make(2));
  });

  it('can be written by us, all of them', async () => {
    for (const kind of batchKinds.filter((one) => /,(create|append)(,plain|,idempotent|,transactional)?$/.test(one))) {
      for (const batch of randomBatches(kind, 5, 2))
        expect((await writeAgain(batch))?.length, kind).toBeGreaterThan(30);
    }
  });
});
