// WriteTxnMarkers: a coordinator ends a transaction in partitions of this broker; an administrator does so with one that
// hangs (KIP-664).
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import {
  createWriteTxnMarkersResponse,
  type WritableTxnMarker,
  type WriteTxnMarkersRequest,
  type WriteTxnMarkersResponse,
  writeTxnMarkersApi,
} from '../../protocol/generated/write-txn-markers.ts';
import type { EndMarker } from '../log/producer-states.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { accessPartition } from './partition-access.ts';

function handle(request: WriteTxnMarkersRequest, context: RequestContext): WriteTxnMarkersResponse {
  return respond(request, (marker, topic, partition) => write(marker, topic, partition, context));
}

function respond(
  request: WriteTxnMarkersRequest,
  codeOf: (marker: WritableTxnMarker, topic: string, partition: number) => number,
): WriteTxnMarkersResponse {
  return createWriteTxnMarkersResponse({
    markers: request.markers.map((marker) => ({
      producerId: marker.producerId,
      topics: marker.topics.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((partitionIndex) => ({
          partitionIndex,
          errorCode: codeOf(marker, name, partitionIndex),
        })),
      })),
    })),
  });
}

function write(marker: WritableTxnMarker, name: string, index: number, context: RequestContext): number {
  const { cluster } = context;
  const topic = cluster.topics.get(name);
  if (topic === undefined) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  const { errorCode, partition } = accessPartition(topic, index, context);
  if (partition === undefined || errorCode !== ErrorCode.NONE) return errorCode;
  const { producerId, producerEpoch, coordinatorEpoch, transactionResult, transactionVersion } = marker;
  const type = transactionResult ? 'commit' : 'abort';
  const end: EndMarker = { producerId, producerEpoch, coordinatorEpoch, type, transactionVersion };
  const refused = partition.writeMarker(end, cluster.clock.now());
  if (refused === ErrorCode.NONE) cluster.markerWritten({ topic: name, partition: index }, end);
  return refused;
}

export const writeTxnMarkersHandler: RequestHandler<WriteTxnMarkersRequest, WriteTxnMarkersResponse> = {
  api: writeTxnMarkersApi,
  handle,
  fail: (request, errorCode) => respond(request, () => errorCode),
};
