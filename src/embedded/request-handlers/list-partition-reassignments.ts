// ListPartitionReassignments (KIP-455): those under way, of which there is never one: they are done at once.
import {
  createListPartitionReassignmentsResponse,
  type ListPartitionReassignmentsRequest,
  type ListPartitionReassignmentsResponse,
  listPartitionReassignmentsApi,
} from '../../protocol/generated/list-partition-reassignments.ts';
import type { RequestHandler } from '../request-handler.ts';

export const listPartitionReassignmentsHandler: RequestHandler<
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse
> = {
  api: listPartitionReassignmentsApi,
  handle: () => createListPartitionReassignmentsResponse({ errorMessage: null }),
  fail: (_request, errorCode) => createListPartitionReassignmentsResponse({ errorCode, errorMessage: null }),
};
