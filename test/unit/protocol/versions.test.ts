import { describe, expect, it } from 'vitest';
import { createApiVersionsResponse } from '../../../src/protocol/generated/api-versions.ts';
import { fetchApi } from '../../../src/protocol/generated/fetch.ts';
import { initProducerIdApi } from '../../../src/protocol/generated/init-producer-id.ts';
import { BrokerVersions, type MaxVersions, maxVersionsOption } from '../../../src/protocol/versions.ts';

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

  it('chooses an unstable version only where maxVersions names it', () => {
    const api = { ...initProducerIdApi, maxVersion: 6, maxStableVersion: 5 };
    const ranges = new Map([[api.key, { min: 0, max: 6 }]]);
    expect(new BrokerVersions(ranges).pick(api)).toBe(5);
    expect(new BrokerVersions(ranges).pick(api, 6)).toBe(5);
    expect(new BrokerVersions(ranges, { InitProducerId: 6 }).pick(api)).toBe(6);
    expect(new BrokerVersions(ranges, { InitProducerId: 6 }).pick(api, 4)).toBe(4);
  });

  it('keeps to maxVersions, for the APIs that it names', () => {
    const ranges = new Map([
      [1, { min: 4, max: 17 }],
      [22, { min: 0, max: 5 }],
    ]);
    const pinned = new BrokerVersions(ranges, { Fetch: 12 });
    expect(pinned.pick(fetchApi)).toBe(12);
    expect(pinned.pick(fetchApi, 11)).toBe(11);
    expect(pinned.pick(fetchApi, 16)).toBe(12);
    expect(pinned.pick(initProducerIdApi)).toBe(5);
  });

  it('meets a broker that has dropped old versions by ranges, not by equality (KIP-896) (trap 30)', () => {
    expect(offering(4, 18).pick(fetchApi)).toBe(18);
    // Only newer versions than any of ours, only older ones, and one in common.
    expect(offering(fetchApi.maxVersion + 1, 99).pick(fetchApi)).toBeUndefined();
    expect(offering(0, fetchApi.minVersion - 1).pick(fetchApi)).toBeUndefined();
    expect(offering(fetchApi.maxVersion, 99).pick(fetchApi)).toBe(fetchApi.maxVersion);
    expect(offering(0, fetchApi.minVersion).pick(fetchApi)).toBe(fetchApi.minVersion);
    expect(() => new BrokerVersions(new Map([[1, { min: 13, max: 18 }]]), { Fetch: 12 }).require(fetchApi)).toThrow(
      'Fetch: this client speaks versions 4 to 12 (maxVersions), the broker offers versions 13 to 18',
    );
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

  it('is made from an ApiVersions response', () => {
    const { apiKeys } = createApiVersionsResponse({ apiKeys: [{ apiKey: 1, minVersion: 6, maxVersion: 13 }] });
    expect(BrokerVersions.of(apiKeys).require(fetchApi)).toBe(13);
    expect(BrokerVersions.of(apiKeys, { Fetch: 7 }).require(fetchApi)).toBe(7);
  });

  it('shows the range of an API', () => {
    expect(offering(2, 5).range(1)).toEqual({ min: 2, max: 5 });
    expect(offering(2, 5).range(9)).toBeUndefined();
  });
});

describe('the option maxVersions', () => {
  it('takes names of APIs and versions that are known, unstable ones too', () => {
    expect(maxVersionsOption('maxVersions', undefined)).toEqual({});
    const given: MaxVersions = { Fetch: 12, InitProducerId: initProducerIdApi.maxVersion };
    expect(maxVersionsOption('maxVersions', given)).toEqual(given);
  });

  it.each([
    [null, 'option maxVersions is null; it accepts an object from names of APIs to versions'],
    [[12], 'option maxVersions is 12; it accepts an object'],
    [{ fetch: 12 }, 'option maxVersions.fetch is 12; it accepts names of APIs only, for example Fetch'],
    [{ LeaderAndIsr: 1 }, 'option maxVersions.LeaderAndIsr is 1; it accepts names of APIs only'],
    [{ Fetch: 3 }, `option maxVersions.Fetch is 3; it accepts a version from 4 to ${fetchApi.maxVersion}`],
    [{ Fetch: 99 }, `option maxVersions.Fetch is 99; it accepts a version from 4 to ${fetchApi.maxVersion}`],
    [{ Fetch: 4.5 }, 'option maxVersions.Fetch is 4.5; it accepts a version'],
    [{ Fetch: '4' }, 'option maxVersions.Fetch is "4"; it accepts a version'],
  ])('refuses %j', (value, message) => {
    expect(() => maxVersionsOption('maxVersions', value as never)).toThrow(message);
  });

  it('is not changed by what happens to the given object later', () => {
    const given: { Fetch?: number } = { Fetch: 12 };
    const kept = maxVersionsOption('maxVersions', given);
    given.Fetch = 4;
    expect(kept).toEqual({ Fetch: 12 });
  });
});
