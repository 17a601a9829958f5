// Entry point `kafka-wire/protocol`: Kafka's messages, frames and records, for people who write tools. Explicit names only.
// One API with its types and create functions is `kafka-wire/protocol/fetch`, `kafka-wire/protocol/describe-configs`, ...
export { type ClientErrorCode, type ErrorPlace, KafkaError, type KafkaErrorOptions } from './base/errors.ts';
export type { AnyApi, Api, ApiEntry, ApiInfo, Listener, RequestOf, ResponseOf, Route } from './protocol/api.ts';
export { BrokerError, errorCodeInfo } from './protocol/broker-error.ts';
export {
  correlationIdOf,
  type DecodedRequest,
  decodeRequestFrame,
  decodeRequestFrameHeader,
  decodeResponseFrame,
  encodeRequestFrame,
  encodeResponseFrame,
} from './protocol/frame.ts';
export { ApiKey, type ApiName, type ApiTypes, apiIndex } from './protocol/generated/api-index.ts';
export { ErrorCode, type ErrorCodeInfo, errorCodes } from './protocol/generated/error-codes.ts';
export type { RequestHeader } from './protocol/generated/request-header.ts';
export { type ApiByKey, apiInfo, apiName, loadApi } from './protocol/registry.ts';
export { BrokerVersions, type MaxVersions, type VersionRange } from './protocol/versions.ts';
export type { RecordBytes, RecordHeaders } from './record/batch-builder.ts';
export {
  BatchAttribute,
  type BatchHeader,
  compressionOf,
  deleteHorizonOf,
  isControlBatch,
  isLogAppendTime,
  isTransactionalBatch,
} from './record/batch-header.ts';
export { type BatchRecord, type BuildBatchOptions, buildBatch, buildControlBatch } from './record/build-batch.ts';
export {
  type Compression,
  type CompressionName,
  codecById,
  codecOf,
  registerCodec,
} from './record/compression/codecs.ts';
export type { CompressionCodec } from './record/compression/compression-codec.ts';
export {
  type ControlBytes,
  type ControlRecord,
  ControlType,
  controlTypeOf,
  encodeControlRecord,
  readControlRecord,
  type TransactionMarker,
} from './record/control-record.ts';
export { Message, type MessageHeaders } from './record/message.ts';
export { MessageBatch } from './record/message-batch.ts';
export { buildMessageSet, type MessageSetOptions, type SetMessage } from './record/message-set.ts';
export {
  openRawBatch,
  type RawBatch,
  type ReadBatch,
  type ReadBatchesOptions,
  readBatches,
  walkBatches,
} from './record/read-batches.ts';
export { Decoder } from './wire/decoder.ts';
export { Encoder, joinRawRecords, type RawRecords } from './wire/encoder.ts';
export { FrameSplitter } from './wire/frame-splitter.ts';
