// The embedded broker answers what Kafka 4.4 answers: the same requests go to both, and the answers must be equal.
import { describe, expect, inject, it } from 'vitest';
import { EmbeddedKafka } from '../../src/embedded/index.ts';
import { uniqueName } from '../support/describe-each-kafka.ts';
import '../support/real-kafka/provided.ts';
import { configsScript } from './embedded-answers/configs-script.ts';
import { consumerGroupsScript } from './embedded-answers/consumer-groups-script.ts';
import { fetchSessionsScript } from './embedded-answers/fetch-sessions-script.ts';
import { groupsScript } from './embedded-answers/groups-script.ts';
import { offsetsScript } from './embedded-answers/offsets-script.ts';
import { partitionsScript } from './embedded-answers/partitions-script.ts';
import { recordsScript } from './embedded-answers/records-script.ts';
import { securityScript } from './embedded-answers/security-script.ts';
import { topicsScript } from './embedded-answers/topics-script.ts';
import { transactionsScript } from './embedded-answers/transactions-script.ts';
import { type Exchange, Transcript } from './embedded-answers/transcript.ts';

const scripts = {
  topics: topicsScript,
  records: recordsScript,
  'fetch sessions': fetchSessionsScript,
  groups: groupsScript,
  'consumer groups': consumerGroupsScript,
  partitions: partitionsScript,
  configs: configsScript,
  offsets: offsetsScript,
  security: securityScript,
  transactions: transactionsScript,
};

// One broker: with several, who leads what is chance.
const real = inject('realKafkas').find(
  ({ version, bootstrap }) => version.startsWith('4.4.') && bootstrap.length === 1,
);

async function record(address: string, prefix: string, script: (t: Transcript) => Promise<void>): Promise<Exchange[]> {
  const transcript = new Transcript(address, prefix);
  try {
    await script(transcript);
  } finally {
    await transcript.close();
  }
  return transcript.exchanges;
}

describe.skipIf(real === undefined)('EmbeddedKafka answers as Kafka 4.4 does (needs one real 4.4 broker)', () => {
  for (const [name, script] of Object.entries(scripts)) {
    it(name, { timeout: 120_000 }, async () => {
      // One name and one size of the offsets topic for both: which groups share a partition of it, and with that a
      // transaction's right to commit, depends on their names.
      const kafka = await EmbeddedKafka.start({
        offsetsTopicPartitions: 4,
        consumerGroups: { heartbeatIntervalMs: 1000, assignmentIntervalMs: 0 },
      });
      const prefix = uniqueName('answers');
      try {
        const ours = await record(kafka.bootstrap[0] as string, prefix, script);
        const theirs = await record(real?.bootstrap[0] as string, prefix, script);
        expect(ours.length).toBeGreaterThan(0);
        expect(ours).toEqual(theirs);
      } finally {
        await kafka.stop();
      }
    });
  }
});
