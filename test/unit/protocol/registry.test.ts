import { describe, expect, it } from 'vitest';
import { ApiKey, apiIndex } from '../../../src/protocol/generated/api-index.ts';
import { fetchApi } from '../../../src/protocol/generated/fetch.ts';
import { apiInfo, apiName, loadApi } from '../../../src/protocol/registry.ts';

describe('the registry', () => {
  it('knows the names of all 95 keys of Kafka 4.4, and versions of 91', () => {
    const keys = Object.values(ApiKey);
    expect(keys.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 95 }, (_, key) => key));
    for (const [name, key] of Object.entries(ApiKey)) expect(apiName(key)).toBe(name);
    const without = keys.filter((key) => apiInfo(key) === undefined);
    expect(without.map(apiName)).toEqual(['LeaderAndIsr', 'StopReplica', 'UpdateMetadata', 'ControlledShutdown']);
    expect(apiIndex).toHaveLength(91);
    expect(apiName(95)).toBeUndefined();
  });

  it('finds an API by name and by key', () => {
    expect(apiInfo('Fetch')).toMatchObject({ key: 1, name: 'Fetch', route: 'leader', minVersion: 4 });
    expect(apiInfo(1)).toBe(apiInfo('Fetch'));
    expect(apiInfo('fetch')).toBeUndefined();
    expect(apiInfo('toString')).toBeUndefined();
  });

  it('loads the codec of what it lists, and both say the same', async () => {
    expect(await loadApi('Fetch')).toBe(fetchApi);
    expect(await loadApi(ApiKey.Fetch)).toBe(fetchApi);
    for (const { load: _, ...info } of apiIndex) {
      const api = await loadApi(info.key);
      expect(api).toMatchObject(info);
      expect(await loadApi(info.name)).toBe(api);
    }
  });

  it('types what it loads by a literal name or key', async () => {
    const byName = await loadApi('Heartbeat');
    const byKey = await loadApi(ApiKey.Heartbeat);
    const any = await loadApi(12 as number);
    const request: Parameters<typeof byName.encodeRequest>[1] = {
      groupId: 'g',
      generationId: 1,
      memberId: 'm',
      groupInstanceId: null,
    };
    const same: Parameters<typeof byKey.encodeRequest>[1] = request;
    // @ts-expect-error a Heartbeat has a group
    const wrong: Parameters<typeof byKey.encodeRequest>[1] = { generationId: 1 };
    // @ts-expect-error what is not known by its type takes nothing unchecked
    const unknown: Parameters<typeof any.encodeRequest>[1] = request;
    expect([same, wrong, unknown]).toHaveLength(3);
  });

  it.each([
    ['LeaderAndIsr', 'LeaderAndIsr: Kafka has no versions of it any more'],
    [5, 'StopReplica: Kafka has no versions of it any more'],
    [95, 'no API has the key 95'],
    ['describe-configs', 'no API is named "describe-configs"; it is written \'DescribeConfigs\''],
    ['nothing', 'no API is named "nothing"'],
    ['toString', 'no API is named "toString"'],
  ])('refuses %s', async (which, message) => {
    await expect(loadApi(which)).rejects.toMatchObject({ code: 'UNSUPPORTED', message });
  });
});
