import { isIP } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addressesOf, alternating, type ResolveFunction } from '../../../src/network/resolve.ts';

const { signal } = new AbortController();
const at = { host: 'kafka.test', port: 9093 };
const answering =
  (...addresses: unknown[]): ResolveFunction =>
  async () =>
    addresses as string[];

describe('the addresses of a host', () => {
  it('are itself where it is one', async () => {
    expect(await addressesOf({ host: '10.0.0.1', port: 1 }, {}, signal)).toEqual([{ host: '10.0.0.1', port: 1 }]);
    expect(await addressesOf({ host: '::1', port: 1 }, {}, signal)).toEqual([{ host: '::1', port: 1 }]);
  });

  it('come from the system', async () => {
    const found = await addressesOf({ host: 'localhost', port: 9092 }, {}, signal);
    expect(found.length).toBeGreaterThan(0);
    for (const { host, port } of found) expect([isIP(host) > 0, port]).toEqual([true, 9092]);
    const failing = addressesOf({ host: 'no-such-host.invalid', port: 1 }, {}, signal);
    await expect(failing).rejects.toMatchObject({ code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/) });
  });

  it('come from a resolver, which may name ports and other hosts', async () => {
    const resolve = answering('10.0.0.1', '10.0.0.2:1', '::1', '[::1]', '[::1]:2');
    expect(await addressesOf(at, { resolve }, signal)).toEqual([
      { host: '10.0.0.1', port: 9093 },
      { host: '10.0.0.2', port: 1 },
      { host: '::1', port: 9093 },
      { host: '::1', port: 9093 },
      { host: '::1', port: 2 },
    ]);
    const named = await addressesOf(at, { resolve: answering('localhost:7') }, signal);
    expect(named.every(({ host, port }) => isIP(host) > 0 && port === 7)).toBe(true);
    const some = await addressesOf(at, { resolve: answering('no-such-host.invalid', '10.0.0.1') }, signal);
    expect(some).toEqual([{ host: '10.0.0.1', port: 9093 }]);
  });

  it('are asked of a resolver with host, port and signal', async () => {
    const asked: unknown[] = [];
    const resolve: ResolveFunction = (...args) => {
      asked.push(args);
      return ['10.0.0.1'];
    };
    await addressesOf(at, { resolve }, signal);
    expect(asked).toEqual([['kafka.test', 9093, { signal }]]);
  });

  it('are names where a dial function will open them', async () => {
    const dial = (): void => {};
    expect(await addressesOf(at, { dial }, signal)).toEqual([at]);
    const resolve = answering('inner.test:5', 'other.test');
    expect(await addressesOf(at, { dial, resolve }, signal)).toEqual([
      { host: 'inner.test', port: 5 },
      { host: 'other.test', port: 9093 },
    ]);
  });

  it('are of one IP version where that is asked for', async () => {
    const resolve = answering('10.0.0.1', '::1');
    expect(await addressesOf(at, { resolve, socket: { family: 6 } }, signal)).toEqual([{ host: '::1', port: 9093 }]);
    const none = addressesOf({ host: '10.0.0.1', port: 1 }, { socket: { family: 6 } }, signal);
    await expect(none).rejects.toMatchObject({
      code: 'CONNECTION',
      message: expect.stringContaining('no IPv6 address'),
    });
  });

  it('are 32 at most', async () => {
    const many = Array.from({ length: 40 }, (_, i) => `10.0.0.${i}`);
    expect(await addressesOf(at, { resolve: answering(...many) }, signal)).toHaveLength(32);
  });

  it.each([
    ['nothing', []],
    ['an empty name', ['']],
    ['a number', [7]],
    ['a port that is none', ['10.0.0.1:0']],
    ['a port too large', ['10.0.0.1:65536']],
    ['an open bracket', ['[::1']],
    ['brackets around a name', ['[name]:1']],
    ['a URL', ['http://10.0.0.1']],
  ])('are refused: %s', async (_, addresses) => {
    await expect(addressesOf(at, { resolve: answering(...addresses) }, signal)).rejects.toMatchObject({
      code: 'CONNECTION',
      retriable: true,
      message: expect.stringContaining('resolve kafka.test: the resolver answered'),
    });
  });

  it('are refused when a resolver answers no list', async () => {
    const resolve = (async () => '10.0.0.1') as never;
    await expect(addressesOf(at, { resolve }, signal)).rejects.toThrow('"10.0.0.1"; it must answer a list');
  });
});

describe('IPv4 and IPv6', () => {
  const list = (text: string): { family: number; name: string }[] =>
    text.split(' ').map((name) => ({ name, family: name.startsWith('v6') ? 6 : 4 }));

  it.each([
    ['v4a v4b v6a v6b', 'v4a v6a v4b v6b'],
    ['v6a v6b v4a', 'v6a v4a v6b'],
    ['v6a v4a v4b v4c', 'v6a v4a v4b v4c'],
    ['v4a v4b', 'v4a v4b'],
  ])('are tried by turns: %s', (given, expected) => {
    expect(alternating(list(given)).map(({ name }) => name)).toEqual(expected.split(' '));
  });
});
