// How the tests come by their brokers: the environment first, and what a broker of ours can be made to suffer.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { describeEachKafka } from '../support/describe-each-kafka.ts';
import { kcat } from '../support/kcat.ts';
import { answersApiVersions } from '../support/real-kafka/probe.ts';
import { startRealKafka } from '../support/real-kafka/start-real-kafka.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describeEachKafka('addresses from the environment', (kafka) => {
  it('win over every other way', async () => {
    vi.stubEnv('KAFKA_WIRE_TEST_BROKERS', ` ${kafka.bootstrap.join(' , ')} `);
    const found = await startRealKafka({ version: kafka.version });
    expect(found).toMatchObject({ how: 'environment', version: kafka.version, bootstrap: kafka.bootstrap, nodes: [] });
    await found.stop();
    await answersApiVersions(kafka.bootstrap[0] ?? '');
  });
});

describe('addresses from the environment', () => {
  it('are refused when they are not host:port', async () => {
    vi.stubEnv('KAFKA_WIRE_TEST_BROKERS', 'localhost');
    await expect(startRealKafka({ version: '4.4.0' })).rejects.toThrow(
      'KAFKA_WIRE_TEST_BROKERS: localhost is not of the form host:port',
    );
  });

  it('are an error when nobody answers there, not a reason to try another way', async () => {
    vi.stubEnv('KAFKA_WIRE_TEST_BROKERS', '127.0.0.1:1');
    await expect(startRealKafka({ version: '4.4.0' })).rejects.toThrow('127.0.0.1:1 was not ready');
  });
});

describeEachKafka('a cluster of our own', (shared) => {
  const { version } = shared;

  it('is killed, comes back on its address with its data, and is gone after stop', { timeout: 180_000 }, async () => {
    // Brokers that the environment gives are not ours to kill.
    vi.stubEnv('KAFKA_WIRE_TEST_BROKERS', '');
    const kafka = await startRealKafka({ version });
    try {
      const [node] = kafka.nodes;
      if (node === undefined) throw new Error('a cluster of our own has nodes');
      await kcat(['-P', '-b', node.address, '-t', 'survives', '-X', 'acks=all'], { input: 'still here\n' });
      await node.kill();
      await expect(answersApiVersions(node.address)).rejects.toThrow();
      await node.start();
      // A restarted broker answers before it has heard of all its topics again.
      const read = (): Promise<Buffer> => kcat(['-C', '-b', node.address, '-t', 'survives', '-e', '-q']);
      const found = await vi.waitFor(read, { timeout: 30_000, interval: 100 });
      expect(found.toString()).toBe('still here\n');
    } finally {
      await kafka.stop();
    }
    await expect(answersApiVersions(kafka.bootstrap[0] ?? '')).rejects.toThrow();
  });

  it('serves TLS and SASL beside plaintext', { timeout: 180_000 }, async () => {
    const kafka = await startRealKafka({ version, listeners: 'all' });
    try {
      const { secured } = kafka;
      if (secured === undefined) throw new Error("listeners: 'all' gives secured listeners");
      const list = async (address: string | undefined, settings: readonly string[]): Promise<string> =>
        (await kcat(['-L', '-b', address ?? '', ...settings.flatMap((one) => ['-X', one])])).toString();
      const ca = `ssl.ca.location=${secured.caFile}`;
      const plain = ['sasl.mechanisms=PLAIN', `sasl.username=${secured.username}`, `sasl.password=${secured.password}`];
      expect(await list(secured.ssl[0], ['security.protocol=SSL', ca])).toContain('1 brokers');
      expect(await list(secured.saslPlaintext[0], ['security.protocol=SASL_PLAINTEXT', ...plain])).toContain(
        '1 brokers',
      );
      expect(await list(secured.saslSsl[0], ['security.protocol=SASL_SSL', ca, ...plain])).toContain('1 brokers');
    } finally {
      await kafka.stop();
    }
  });
});
