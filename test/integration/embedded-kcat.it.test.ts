// librdkafka, by kcat, on the embedded broker: a client that knows nothing of us lists, writes, reads and joins groups.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../src/embedded/index.ts';
import { kcat } from '../support/kcat.ts';

const FORMAT = ['-f', '%p %o %k %s %h\n'];

describe('kcat on EmbeddedKafka', () => {
  let kafka: EmbeddedKafka;
  let brokers: string[];

  beforeAll(async () => {
    kafka = await EmbeddedKafka.start({ brokers: 3, topics: { plain: 1, spread: 6, counted: 1, shared: 4 } });
    brokers = ['-b', kafka.bootstrap.join(',')];
  });
  afterAll(() => kafka.stop());

  async function lines(args: readonly string[]): Promise<string[]> {
    const text = (await kcat([...brokers, ...args])).toString().trimEnd();
    return text === '' ? [] : text.split('\n');
  }

  it('lists brokers, topics and leaders', async () => {
    const found = await lines(['-L', '-t', 'spread']);
    for (const { id, address } of kafka.brokers)
      expect(found.some((line) => line.includes(`broker ${id} at ${address}`))).toBe(true);
    expect(found.filter((line) => line.includes('partition '))).toHaveLength(6);
  });

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('reads what it wrote, compression %s', async (codec) => {
    const topic = `packed-${codec}`;
    kafka.createTopic(topic);
    const written = ['k1:one', 'k2:two', 'k3:', ':no key'];
    await kcat([...brokers, '-P', '-t', topic, '-K:', '-z', codec, '-H', 'trace=1', '-H', 'trace=2'], {
      input: written.join('\n'),
    });
    const read = await lines(['-C', '-t', topic, '-e', '-q', ...FORMAT]);
    expect(read).toEqual([
      '0 0 k1 one trace=1,trace=2',
      '0 1 k2 two trace=1,trace=2',
      '0 2 k3  trace=1,trace=2',
      '0 3  no key trace=1,trace=2',
    ]);
  });

  it('writes idempotently, each record once', async () => {
    const values = Array.from({ length: 5000 }, (_, at) => `${at}`);
    const idempotent = ['-X', 'enable.idempotence=true', '-X', 'batch.num.messages=50'];
    await kcat([...brokers, '-P', '-t', 'counted', ...idempotent], { input: values.join('\n') });
    expect(kafka.topic('counted').size).toBe(5000);
    expect(await lines(['-C', '-t', 'counted', '-e', '-q'])).toEqual(values);
  });

  it('finds offsets by time, the beginning and the end', async () => {
    await kcat([...brokers, '-P', '-t', 'plain'], { input: 'a\nb\nc' });
    expect(await lines(['-Q', '-t', 'plain:0:-2'])).toEqual(['plain [0] offset 0']);
    expect(await lines(['-Q', '-t', 'plain:0:-1'])).toEqual(['plain [0] offset 3']);
    expect(await lines(['-Q', '-t', 'plain:0:1000'])).toEqual(['plain [0] offset 0']);
    expect(await lines(['-C', '-t', 'plain', '-o', '-1', '-e', '-q'])).toEqual(['c']);
  });

  it('creates a topic by asking for it', async () => {
    await kcat([...brokers, '-P', '-t', 'on-demand'], { input: 'x' });
    expect(kafka.topic('on-demand').size).toBe(1);
  });

  it('shares a topic in a group and goes on from what it committed', async () => {
    const values = Array.from({ length: 400 }, (_, at) => `${at}`);
    await kcat([...brokers, '-P', '-t', 'shared'], { input: values.join('\n') });
    const member = ['-G', 'kcat-group', '-e', '-q', '-X', 'auto.offset.reset=earliest', 'shared'];
    const [first, second] = await Promise.all([lines(member), lines(member)]);
    expect(new Set([...(first ?? []), ...(second ?? [])])).toEqual(new Set(values));
    await kcat([...brokers, '-P', '-t', 'shared'], { input: 'later' });
    expect(await lines(member)).toEqual(['later']);
  });
});
