// DescribeLogDirs (KIP-113): how large the partitions of this broker are. There is one directory, which is memory.
import { freemem, totalmem } from 'node:os';
import {
  createDescribeLogDirsPartition,
  createDescribeLogDirsResponse,
  createDescribeLogDirsResult,
  type DescribeLogDirsRequest,
  type DescribeLogDirsResponse,
  type DescribeLogDirsTopic,
  describeLogDirsApi,
} from '../../protocol/generated/describe-log-dirs.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

const ERROR_FROM = 3;
const SIZES_FROM = 4;

function handle(request: DescribeLogDirsRequest, context: RequestContext): DescribeLogDirsResponse {
  const { node, version } = context;
  const sizes = version >= SIZES_FROM ? { totalBytes: totalmem(), usableBytes: freemem() } : {};
  const result = createDescribeLogDirsResult({
    logDir: `/memory/broker-${node.id}`,
    topics: topicsOf(request, context),
    ...sizes,
  });
  return createDescribeLogDirsResponse({ results: [result] });
}

function topicsOf(request: DescribeLogDirsRequest, { cluster, node }: RequestContext): DescribeLogDirsTopic[] {
  const wanted = request.topics === null ? undefined : new Map(request.topics.map((each) => [each.topic, each]));
  const found: DescribeLogDirsTopic[] = [];
  for (const { name, partitions } of cluster.topics.all()) {
    if (wanted !== undefined && !wanted.has(name)) continue;
    const indexes = wanted?.get(name)?.partitions;
    const held = partitions.filter(
      ({ replicas, index }) => replicas.includes(node.id) && (indexes?.includes(index) ?? true),
    );
    if (held.length === 0) continue;
    found.push({
      name,
      partitions: held.map(({ index, log }) =>
        createDescribeLogDirsPartition({ partitionIndex: index, partitionSize: log.sizeInBytes }),
      ),
    });
  }
  return found;
}

export const describeLogDirsHandler: RequestHandler<DescribeLogDirsRequest, DescribeLogDirsResponse> = {
  api: describeLogDirsApi,
  handle,
  fail: (_request, errorCode, version) =>
    createDescribeLogDirsResponse({
      errorCode: version >= ERROR_FROM ? errorCode : ErrorCode.NONE,
      results: [createDescribeLogDirsResult({ errorCode, logDir: '' })],
    }),
};
