// What all test clusters have in common: small internal topics, fast groups. Owns: those settings, pure data.
// Names that a release does not know only make it warn, so one set serves all.

/** Settings of every test cluster, in Docker and out of it. */
export function commonProperties(nodeCount: number): Record<string, string> {
  const replicas = String(nodeCount);
  const mustHave = nodeCount > 1 ? '2' : '1';
  return {
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': mustHave,
    'transaction.state.log.num.partitions': '4',
    // A transaction that is open for too long is looked for every so often; by default every ten seconds.
    'transaction.abort.timed.out.transaction.cleanup.interval.ms': '250',
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': mustHave,
    'group.initial.rebalance.delay.ms': '0',
    'group.consumer.heartbeat.interval.ms': '1000',
    'group.consumer.min.heartbeat.interval.ms': '500',
    'group.consumer.assignment.interval.ms': '0',
    'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector',
    // Tests write records with old timestamps; retention would delete them while they are being read.
    'log.retention.ms': '-1',
  };
}
