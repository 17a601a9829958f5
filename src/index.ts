// Entry point `kafka-wire`: what users of Conn, Reader and Writer hold. Explicit names only.
export type { CreateTopicsOptions, NewTopic, TopicResult } from './admin/create-topics.ts';
export type { CallOptions } from './base/abort.ts';
export type { Clock, Timer, TimerOptions } from './base/clock.ts';
export { type ClientErrorCode, KafkaError } from './base/errors.ts';
export type { LogFields, Logger } from './base/logger.ts';
export type { BalancerFactory, BalancerFunction } from './client/balancers/balancer-option.ts';
export { murmur2 } from './client/balancers/murmur2.ts';
export { type RoundRobinOptions, roundRobin } from './client/balancers/round-robin.ts';
export { Batch } from './client/batch.ts';
export { Client, type ClientOptions } from './client/client.ts';
export {
  type ApiVersionRange,
  Conn,
  type ConnOffset,
  type ConnWriteOptions,
  type SeekOptions,
  type Whence,
} from './client/conn.ts';
export type { Broker, Partition } from './client/conn-metadata.ts';
export type { ConnTarget } from './client/conn-offsets.ts';
export type { ReadBatchOptions } from './client/conn-read.ts';
export type { ConnAcks, ConnMessage, WrittenBatch } from './client/conn-write.ts';
export {
  Dialer,
  type DialerOptions,
  type DialOptions,
  dial,
  dialLeader,
  dialPartition,
  lookupLeader,
  lookupPartition,
  lookupPartitions,
} from './client/dialer.ts';
export { Reader, type ReaderHealth, type ReaderStats } from './client/reader.ts';
export type { GroupReading, PartitionReading, ReaderCommon, ReaderOptions } from './client/reader-options.ts';
export type { ClientSource } from './client/source.ts';
export { Writer, type WriterOptions, type WriterStats } from './client/writer.ts';
export type { PartitionMetadata, TopicMetadata } from './cluster/topic-metadata.ts';
export type { TopicPartition, TopicPartitionOffset } from './cluster/topic-partition.ts';
export type { Isolation, OutOfRangePolicy } from './fetch/fetch-settings.ts';
export type { OffsetSpec } from './fetch/offset-lookup.ts';
export type { AssignorName } from './group/assignor.ts';
export type { DialFunction } from './network/dial.ts';
export type { ClientCredentialsOptions } from './network/sasl/client-credentials.ts';
export type { CredentialContext, CredentialFunction, UserCredentials } from './network/sasl/credentials.ts';
export type { SaslMechanism, SaslSession } from './network/sasl/mechanism.ts';
export type { OAuthToken } from './network/sasl/oauth-token.ts';
export type {
  AwsMskIamOptions,
  OAuthBearerOptions,
  PlainOptions,
  SaslOptions,
  ScramMechanismOptions,
  UserCredentialsOption,
} from './network/sasl/settings.ts';
export type { AwsCredentials } from './network/sasl/sigv4.ts';
export type { Pem, TlsOptions } from './network/tls.ts';
export type { Balancer, PartitionLoad } from './produce/balancer.ts';
export type { OutgoingMessage } from './produce/outgoing-message.ts';
export { WriteErrors } from './produce/write-errors.ts';
export type { MessagePlace, WriteResult } from './produce/write-result.ts';
export { BrokerError } from './protocol/broker-error.ts';
export type { RecordBytes, RecordHeaders } from './record/batch-builder.ts';
export type { CompressionName } from './record/compression/codecs.ts';
export { Message, type MessageHeaders } from './record/message.ts';
export { MessageBatch } from './record/message-batch.ts';
