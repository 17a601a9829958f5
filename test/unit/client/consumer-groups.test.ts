import { afterAll, beforeAll, describe } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { consumerGroupScenarios } from '../../support/consumer-group-scenarios.ts';

describe('groups of the consumer protocol on the embedded broker', () => {
  let kafka: EmbeddedKafka;
  beforeAll(async () => {
    const consumerGroups = { heartbeatIntervalMs: 100, sessionTimeoutMs: 2_000, assignmentIntervalMs: 0 };
    kafka = await EmbeddedKafka.start({ brokers: 3, consumerGroups });
  });
  afterAll(() => kafka.stop());
  consumerGroupScenarios({ bootstrap: () => kafka.bootstrap });
});
