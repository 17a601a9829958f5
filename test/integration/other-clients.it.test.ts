// The ground the integration tests stand on: brokers that work, seen by clients that are not ours.
import { expect, it } from 'vitest';
import { describeEachKafka, uniqueName } from '../support/describe-each-kafka.ts';
import { javaTool, toolNames } from '../support/java-tools.ts';
import { kcat } from '../support/kcat.ts';
import { answersApiVersions } from '../support/real-kafka/probe.ts';

const TOOLS = '4.4.0';

describeEachKafka('other clients', (kafka) => {
  const brokers = kafka.bootstrap.join(',');

  it('every bootstrap address answers', async () => {
    await Promise.all(kafka.bootstrap.map(answersApiVersions));
  });

  it('kcat reads what kcat wrote', async () => {
    const topic = uniqueName('kcat');
    await kcat(['-P', '-b', brokers, '-t', topic, '-K', '='], { input: 'a=1\nb=2\n' });
    const read = await kcat(['-C', '-b', brokers, '-t', topic, '-e', '-q', '-f', '%o %k %s\n']);
    expect(read.toString()).toBe('0 a 1\n1 b 2\n');
  });

  it("Kafka's console consumer reads what kcat wrote, and the other way round", { timeout: 120_000 }, async () => {
    const topic = uniqueName('console');
    const names = toolNames(TOOLS);
    await kcat(['-P', '-b', brokers, '-t', topic], { input: 'from kcat\n' });
    await javaTool(TOOLS, names.consoleProducer, ['--bootstrap-server', brokers, '--topic', topic], {
      input: 'from Java\n',
    });
    const consume = ['--bootstrap-server', brokers, '--topic', topic, '--from-beginning', '--max-messages', '2'];
    expect((await javaTool(TOOLS, names.consoleConsumer, consume)).toString()).toBe('from kcat\nfrom Java\n');
    expect((await kcat(['-C', '-b', brokers, '-t', topic, '-e', '-q'])).toString()).toBe('from kcat\nfrom Java\n');
  });
});
