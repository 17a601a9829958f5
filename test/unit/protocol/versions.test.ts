import { describe, expect, it } from 'vitest';
import { fetchApi } from '../../../src/protocol/generated/fetch.ts';
import { initProducerIdApi } from '../../../src/protocol/generated/init-producer-id.ts';
import { BrokerVersions } from '../../../src/protocol/versions.ts';

const offering = (min: number, max: number, key = 1): BrokerVersions =>
  new BrokerVersions(new Map([[key, { min, max }]]));

describe('BrokerVersions', () => {
  it('picks the newest version that both sides speak', () => {
    expect(offering(0, 11).pick(fetchApi)).toBe(11);
    expect(offering(4, 99).pick(fetchApi)).toBe(fetchApi.maxStableVersion);
    expect(offering(4, 4).pick(fetchApi)).toBe(4);
  });

  it('picks nothing where the ranges do not meet', () => {
    expect(offering(0, 3).pick(fetchApi)).toBeUndefined();
    expect(offering(99, 100).pick(fetchApi)).toBeUndefined();
    expect(offering(0, 11, 2).pick(fetchApi)).toBeUndefined();
  });

  it('keeps to the limit of the caller', () => {
    expect(offering(4, 17).pick(fetchApi, 12)).toBe(12);
    expect(offering(4, 11).pick(fetchApi, 12)).toBe(11);
    expect(offering(13, 17).pick(fetchApi, 12)).toBeUndefined();
    expect(offering(4, 17).pick(fetchApi, 3)).toBeUndefined();
  });

  it('chooses an unstable version only where it is named', () => {
    const api = { ...initProducerIdApi, maxVersion: 6, maxStableVersion: 5 };
    expect(offering(0, 6, api.key).pick(api)).toBe(5);
    expect(offering(0, 6, api.key).pick(api, 6)).toBe(6);
  });

  it('says both ranges when there is no way', () => {
    expect(() => offering(0, 3).require(fetchApi)).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED_VERSION',
        api: 'Fetch',
        message: 'Fetch: this client speaks versions 4 to 18, the broker offers versions 0 to 3',
      }),
    );
    expect(() => offering(0, 3, 2).require(fetchApi, 12)).toThrow(
      'Fetch: this client speaks versions 4 to 12, the broker does not offer it',
    );
    expect(offering(0, 13).require(fetchApi)).toBe(13);
  });

  it('shows the range of an API', () => {
    expect(offering(2, 5).range(1)).toEqual({ min: 2, max: 5 });
    expect(offering(2, 5).range(9)).toBeUndefined();
  });
});
