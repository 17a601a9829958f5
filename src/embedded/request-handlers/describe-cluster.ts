// DescribeCluster (KIP-700, KIP-919, KIP-1073): the brokers, also those that are down where they are asked for.
import {
  createDescribeClusterBroker,
  createDescribeClusterResponse,
  type DescribeClusterRequest,
  type DescribeClusterResponse,
  describeClusterApi,
} from '../../protocol/generated/describe-cluster.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { BrokerNode } from '../cluster-state.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';

const Endpoint = { broker: 1, controller: 2 } as const;
/** Bits of the operations that a broker without an authorizer allows on the cluster (KIP-430). */
const CLUSTER_OPERATIONS = 8096;

function handle(request: DescribeClusterRequest, { cluster }: RequestContext): DescribeClusterResponse {
  if (request.endpointType === Endpoint.controller) {
    const message = 'The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type CONTROLLER';
    return refuse(ErrorCode.MISMATCHED_ENDPOINT_TYPE, message);
  }
  if (request.endpointType !== Endpoint.broker) {
    return refuse(ErrorCode.UNSUPPORTED_ENDPOINT_TYPE, `Unsupported endpoint type ${request.endpointType}`);
  }
  const running = cluster.nodes.map((node) => show(node, false));
  const fenced = request.includeFencedBrokers ? cluster.fencedNodes.map((node) => show(node, true)) : [];
  return createDescribeClusterResponse({
    errorMessage: null,
    clusterId: cluster.clusterId,
    controllerId: cluster.controllerId,
    brokers: [...running, ...fenced],
    ...(request.includeClusterAuthorizedOperations ? { clusterAuthorizedOperations: CLUSTER_OPERATIONS } : {}),
  });
}

function show({ id, host, port, rack }: BrokerNode, isFenced: boolean): DescribeClusterResponse['brokers'][number] {
  return createDescribeClusterBroker({ brokerId: id, host, port, rack, isFenced });
}

function refuse(errorCode: number, errorMessage: string | null): DescribeClusterResponse {
  return createDescribeClusterResponse({ errorCode, errorMessage, clusterId: '' });
}

export const describeClusterHandler: RequestHandler<DescribeClusterRequest, DescribeClusterResponse> = {
  api: describeClusterApi,
  handle,
  fail: (_request, errorCode) => refuse(errorCode, null),
};
