// Proves the Docker way of starting brokers, which the integration tests take only where an engine answers.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { uniqueName } from '../support/describe-each-kafka.ts';
import { kcat } from '../support/kcat.ts';
import { dockerWay } from '../support/real-kafka/docker-way.ts';
import { answersApiVersions } from '../support/real-kafka/probe.ts';
import type { RealKafka, RealKafkaOptions } from '../support/real-kafka/real-kafka.ts';

const version = process.env['KAFKA_WIRE_TEST_VERSIONS']?.split(',')[0] ?? '4.4.0';

async function start(options: RealKafkaOptions): Promise<RealKafka> {
  const kafka = await dockerWay(options);
  // Whoever asks for this test has Docker; here its absence is a failure, not a reason to skip.
  if ('notPossible' in kafka) throw new Error(kafka.notPossible);
  return kafka;
}

describe('one broker in Docker', () => {
  let kafka: RealKafka;
  beforeAll(async () => {
    kafka = await start({ version, properties: { 'message.max.bytes': '2000123' } });
  }, 300_000);
  afterAll(() => kafka?.stop());

  it('is said to come from Docker', () => {
    expect(kafka).toMatchObject({ how: 'docker', version });
    expect(kafka.nodes.map((node) => node.address)).toEqual(kafka.bootstrap);
  });

  it('keeps records over a kill and a restart, on the same address', { timeout: 120_000 }, async () => {
    const [node] = kafka.nodes;
    if (node === undefined) throw new Error('no node');
    const topic = uniqueName('docker');
    await kcat(['-P', '-b', node.address, '-t', topic], { input: 'still here\n' });
    await node.kill();
    await expect(answersApiVersions(node.address)).rejects.toThrow();
    await node.start();
    const read = (): Promise<Buffer> => kcat(['-C', '-b', node.address, '-t', topic, '-e', '-q']);
    expect((await vi.waitFor(read, { timeout: 30_000, interval: 100 })).toString()).toBe('still here\n');
  });

  it('was given the properties asked for', { timeout: 60_000 }, async () => {
    const [address = ''] = kafka.bootstrap;
    const topic = uniqueName('large');
    const limit = ['-X', 'message.max.bytes=3000000', '-X', 'acks=all'];
    const record = (bytes: number): string => `${'x'.repeat(bytes)}\n`;
    await kcat(['-P', '-b', address, '-t', topic, ...limit], { input: record(1_500_000) });
    const tooLarge = kcat(['-P', '-b', address, '-t', topic, ...limit], { input: record(2_500_000) });
    await expect(tooLarge).rejects.toThrow('Message size too large');
  });
});

describe('three brokers in Docker', () => {
  it('know each other and replicate', { timeout: 300_000 }, async () => {
    const kafka = await start({ version, nodes: 3 });
    try {
      const listing = (await kcat(['-L', '-b', kafka.bootstrap[2] ?? ''])).toString();
      for (const node of kafka.nodes) expect(listing).toContain(`broker ${node.id} at ${node.address}`);
    } finally {
      await kafka.stop();
    }
    await expect(answersApiVersions(kafka.bootstrap[0] ?? '')).rejects.toThrow();
  });
});
