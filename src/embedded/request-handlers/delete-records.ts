// DeleteRecords (KIP-107): the leader forgets what is before an offset.
import {
  createDeleteRecordsPartitionResult,
  createDeleteRecordsResponse,
  type DeleteRecordsPartition,
  type DeleteRecordsPartitionResult,
  type DeleteRecordsRequest,
  type DeleteRecordsResponse,
  deleteRecordsApi,
} from '../../protocol/generated/delete-records.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import { accessPartition } from './partition-access.ts';

/** Stands for the end of the log. */
const HIGH_WATERMARK = -1;

function handle(request: DeleteRecordsRequest, context: RequestContext): DeleteRecordsResponse {
  return createDeleteRecordsResponse({
    topics: request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map((wanted) => deleteIn(name, wanted, context)),
    })),
  });
}

function deleteIn(name: string, wanted: DeleteRecordsPartition, context: RequestContext): DeleteRecordsPartitionResult {
  const { partitionIndex } = wanted;
  const topic = context.cluster.topics.get(name);
  if (topic === undefined) return refuse(partitionIndex, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  if (topic.isInternal) return refuse(partitionIndex, ErrorCode.INVALID_TOPIC_EXCEPTION);
  const { errorCode, partition } = accessPartition(topic, partitionIndex, context);
  if (partition === undefined || errorCode !== ErrorCode.NONE) return refuse(partitionIndex, errorCode);
  const { log } = partition;
  const offset = wanted.offset === HIGH_WATERMARK ? log.endOffset : wanted.offset;
  if (offset < 0 || offset > log.endOffset) return refuse(partitionIndex, ErrorCode.OFFSET_OUT_OF_RANGE);
  partition.deleteBefore(offset);
  return createDeleteRecordsPartitionResult({ partitionIndex, lowWatermark: log.startOffset });
}

function refuse(partitionIndex: number, errorCode: number): DeleteRecordsPartitionResult {
  return createDeleteRecordsPartitionResult({ partitionIndex, lowWatermark: -1, errorCode });
}

export const deleteRecordsHandler: RequestHandler<DeleteRecordsRequest, DeleteRecordsResponse> = {
  api: deleteRecordsApi,
  handle,
  fail: (request, errorCode) =>
    createDeleteRecordsResponse({
      topics: request.topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => refuse(partitionIndex, errorCode)),
      })),
    }),
};
