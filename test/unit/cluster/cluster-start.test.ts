import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import { deferred } from '../../../src/base/deferred.ts';
import type { KafkaError } from '../../../src/base/errors.ts';
import { Cluster } from '../../../src/cluster/cluster.ts';
import { apiVersionsApi, createApiVersionsResponse } from '../../../src/protocol/generated/api-versions.ts';
import { createMetadataResponse, metadataApi } from '../../../src/protocol/generated/metadata.ts';
import {
  createSaslAuthenticateResponse,
  saslAuthenticateApi,
} from '../../../src/protocol/generated/sasl-authenticate.ts';
import { createSaslHandshakeResponse, saslHandshakeApi } from '../../../src/protocol/generated/sasl-handshake.ts';
import { apis } from '../../support/all-apis.ts';
import { brokers, cluster } from '../../support/clusters.ts';
import { hangUp, silence } from '../../support/scripted-broker.ts';

describe('Cluster.start', () => {
  it('learns the cluster from one address, and is shared and idempotent', async () => {
    const [first] = await brokers(3);
    const one = cluster({ brokers: [first!.address] });
    await Promise.all([one.start(), one.start()]);
    await one.start();
    expect(one.metadata.brokers().map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(one.metadata.clusterId).toBe('scripted');
    expect(first!.accepted).toBe(1);
  });

  it('goes on with an address that answers when others do not', async () => {
    const [dead, alive] = await brokers(2);
    const deadAt = dead!.address;
    await dead!.close();
    const one = cluster({ brokers: [deadAt, alive!.address] });
    await one.start();
    expect(one.metadata.brokers()).toHaveLength(2);
  });

  it('fails after startTimeoutMs with every address and its own reason', async () => {
    const [dead, mute] = await brokers(2);
    const [deadAt, muteAt] = [dead!.address, mute!.address];
    await dead!.close();
    mute!.script(apiVersionsApi, () => silence);
    const began = systemClock.monotonic();
    const one = cluster({
      brokers: [deadAt, muteAt, 'does-not-exist.invalid:9092'],
      startTimeoutMs: 600,
      connectTimeoutMs: 200,
    });
    const error = (await one.start().catch((thrown) => thrown)) as KafkaError;
    expect(error).toMatchObject({ code: 'CONNECTION', retriable: true });
    expect(error.message).toMatch(new RegExp(`${deadAt}: .*ECONNREFUSED`));
    expect(error.message).toMatch(new RegExp(`${muteAt}: .*within 200 ms`));
    expect(error.message).toMatch(/does-not-exist\.invalid:9092: .*does not resolve/);
    expect(systemClock.monotonic() - began).toBeLessThan(2_000);
  });

  it('waits for a broker that is still coming up', async () => {
    const [first] = await brokers(1);
    let asked = 0;
    first!.script(metadataApi, () => {
      if (++asked < 4) return createMetadataResponse();
      return createMetadataResponse({ brokers: [{ nodeId: 1, host: '127.0.0.1', port: first!.port, rack: null }] });
    });
    const one = cluster({ brokers: [first!.address] });
    await one.start();
    expect(asked).toBe(4);
  });

  it('fails at once, and asks no second time, when the password is wrong', async () => {
    const [first] = await brokers(1);
    first!.script(saslHandshakeApi, () => createSaslHandshakeResponse());
    first!.script(saslAuthenticateApi, () => createSaslAuthenticateResponse({ errorCode: 58, errorMessage: 'wrong' }));
    const sasl = { mechanism: 'PLAIN', username: 'alice', password: 'hidden-word' } as const;
    const one = cluster({ brokers: [first!.address], sasl });
    const error = await one.start().catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'AUTHENTICATION', retriable: false });
    expect(first!.of(saslAuthenticateApi)).toHaveLength(1);
    expect(inspect([error, one], { depth: 20, showHidden: true })).not.toContain('hidden-word');
  });

  it('asks no second time with a wrong password while it still tries other addresses', async () => {
    const [refusing, dead] = await brokers(2);
    const deadAt = dead!.address;
    await dead!.close();
    refusing!.script(saslHandshakeApi, () => createSaslHandshakeResponse());
    refusing!.script(saslAuthenticateApi, () => createSaslAuthenticateResponse({ errorCode: 58 }));
    const sasl = { mechanism: 'PLAIN', username: 'alice', password: 'wrong' } as const;
    const one = cluster({ brokers: [refusing!.address, deadAt], sasl, startTimeoutMs: 150 });
    await expect(one.start()).rejects.toMatchObject({ code: 'CONNECTION' });
    expect(refusing!.of(saslAuthenticateApi)).toHaveLength(1);
  });

  it('hints at SASL when a port hangs up after ApiVersions', async () => {
    const [first] = await brokers(1);
    first!.script(metadataApi, () => hangUp);
    const one = cluster({ brokers: [first!.address], startTimeoutMs: 500 });
    await expect(one.start()).rejects.toMatchObject({ message: expect.stringContaining('set the sasl option') });
  });

  it('may be tried again after a failure', async () => {
    const [first] = await brokers(1);
    first!.script(metadataApi, () => hangUp);
    const one = cluster({ brokers: [first!.address], startTimeoutMs: 500 });
    await expect(one.start()).rejects.toMatchObject({ code: 'CONNECTION' });
    first!.script(metadataApi, () =>
      createMetadataResponse({ brokers: [{ nodeId: 1, host: '127.0.0.1', port: first!.port, rack: null }] }),
    );
    await one.start();
  });

  it('is given up by one caller’s signal and not by it for the others', async () => {
    const [first] = await brokers(1);
    const versions = deferred<void>();
    first!.script(apiVersionsApi, async () => {
      await versions.promise;
      return createApiVersionsResponse({ apiKeys: apis.map((api) => ({ ...api, apiKey: api.key })) });
    });
    const one = cluster({ brokers: [first!.address] });
    const controller = new AbortController();
    const givenUp = one.start({ signal: controller.signal });
    const other = one.start();
    controller.abort();
    await expect(givenUp).rejects.toMatchObject({ code: 'ABORTED' });
    versions.resolve();
    await other;
  });

  it('checks options without any I/O', () => {
    expect(() => new Cluster({ brokers: [] })).toThrow(expect.objectContaining({ code: 'CONFIG' }));
    expect(() => new Cluster({ brokers: ['nohost'] })).toThrow(/brokers\[0\]/);
    expect(() => new Cluster({ brokers: ['a:1'], requestTimeoutMs: 0 })).toThrow(/requestTimeoutMs/);
    expect(() => new Cluster({ brokers: ['a:1'], retryBackoffMs: 50, retryBackoffMaxMs: 10 })).toThrow(
      /retryBackoffMaxMs/,
    );
    expect(() => new Cluster({ brokers: ['a:1'], dial: 'x' as never })).toThrow(/dial/);
    const one = new Cluster({ brokers: ['a:1'], clientId: undefined, requestTimeoutMs: undefined });
    expect([one.clientId, one.requestTimeoutMs]).toEqual(['kafka-wire', 30_000]);
  });
});
