// Entry point `kafka-wire/embedded`: a Kafka cluster inside the process, for tests and trials.
export { EmbeddedBroker } from './broker.ts';
export type { EmbeddedConsumerGroupOptions } from './consumer-group-options.ts';
export {
  EmbeddedKafka,
  type EmbeddedKafkaOptions,
  type EmbeddedTopicOptions,
  type TransactionView,
} from './embedded-kafka.ts';
export type { MigrationPolicy } from './group/group-environment.ts';
export type {
  AcceptedToken,
  EmbeddedSaslMechanism,
  EmbeddedSaslOptions,
  ValidateToken,
} from './sasl/sasl-options.ts';
export type { EmbeddedTlsOptions } from './tls-options.ts';
export type { PartitionView, TopicView } from './topic-view.ts';
export type { TransactionPartition, TransactionState } from './transaction/transaction.ts';
