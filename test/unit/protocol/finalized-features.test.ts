import { describe, expect, it } from 'vitest';
import { finalizedFeature, NO_FEATURES, newerFeatures } from '../../../src/protocol/finalized-features.ts';
import {
  apiVersionsApi,
  createApiVersionsResponse,
  createFinalizedFeatureKey,
  createSupportedFeatureKey,
} from '../../../src/protocol/generated/api-versions.ts';
import { Decoder } from '../../../src/wire/decoder.ts';
import { Encoder } from '../../../src/wire/encoder.ts';

const NAME = 'transaction.version';
const supportedFeatures = [createSupportedFeatureKey({ name: NAME, minVersion: 0, maxVersion: 2 })];
const finalizedAt = (level: number, epoch: number) =>
  createApiVersionsResponse({
    supportedFeatures,
    finalizedFeaturesEpoch: epoch,
    finalizedFeatures: [
      createFinalizedFeatureKey({ name: 'group.version', maxVersionLevel: 1, minVersionLevel: 1 }),
      createFinalizedFeatureKey({ name: NAME, maxVersionLevel: level, minVersionLevel: level }),
    ],
  });

describe('finalizedFeature', () => {
  it('is off while it is only supported, however new the brokers are (trap 32)', () => {
    const answer = createApiVersionsResponse({ supportedFeatures, finalizedFeaturesEpoch: 7 });
    expect(finalizedFeature(answer, NAME)).toBe(0);
  });

  it('has the level that is finalized, below what is supported too (trap 32)', () => {
    expect(finalizedFeature(finalizedAt(1, 7), NAME)).toBe(1);
    expect(finalizedFeature(finalizedAt(2, 8), NAME)).toBe(2);
    expect(finalizedFeature(finalizedAt(2, 8), 'share.version')).toBe(0);
  });

  it('is off where a broker does not know its epoch, or is too old to speak of features (trap 32)', () => {
    expect(finalizedFeature(finalizedAt(2, -1), NAME)).toBe(0);
    expect(finalizedFeature(NO_FEATURES, NAME)).toBe(0);
    // Version 2 has no place for them.
    const e = new Encoder();
    apiVersionsApi.encodeResponse(e, finalizedAt(2, 8), 2);
    expect(finalizedFeature(apiVersionsApi.decodeResponse(new Decoder(e.toBuffer()), 2), NAME)).toBe(0);
  });
});

describe('newerFeatures', () => {
  it('believes the higher epoch, whichever broker says it, downgrades too (trap 32)', () => {
    const before = finalizedAt(1, 7);
    const raised = finalizedAt(2, 8);
    expect(newerFeatures(NO_FEATURES, before)).toBe(before);
    expect(newerFeatures(before, raised)).toBe(raised);
    expect(newerFeatures(raised, before)).toBe(raised);
    expect(newerFeatures(raised, finalizedAt(1, -1))).toBe(raised);
    const lowered = finalizedAt(1, 9);
    expect(finalizedFeature(newerFeatures(raised, lowered), NAME)).toBe(1);
  });
});
