// AddPartitionsToTxn: partitions take part in a transaction. Clients send versions up to 3, for one transaction; brokers
// those after, for several, also to ask only whether partitions take part (KIP-890).
import {
  type AddPartitionsToTxnPartitionResult,
  type AddPartitionsToTxnRequest,
  type AddPartitionsToTxnResponse,
  type AddPartitionsToTxnTopic,
  type AddPartitionsToTxnTransaction,
  addPartitionsToTxnApi,
  createAddPartitionsToTxnResponse,
  createAddPartitionsToTxnTransaction,
} from '../../protocol/generated/add-partitions-to-txn.ts';
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { RequestContext, RequestHandler } from '../request-handler.ts';
import type { TransactionPartition } from '../transaction/transaction.ts';
import { fencedFor, transactionFault } from './transaction-access.ts';

const FIRST_OF_BROKERS = 4;
const FENCED_FROM = 2;

type TopicResults = AddPartitionsToTxnResponse['resultsByTopicV3AndBelow'];
type FaultOf = (place: TransactionPartition) => number;

function handle(request: AddPartitionsToTxnRequest, context: RequestContext): AddPartitionsToTxnResponse {
  return respond(request, context.version, (transaction) => faultsOf(transaction, context));
}

function respond(
  request: AddPartitionsToTxnRequest,
  version: number,
  faultsOfTransaction: (transaction: AddPartitionsToTxnTransaction) => FaultOf,
): AddPartitionsToTxnResponse {
  if (version >= FIRST_OF_BROKERS) {
    return createAddPartitionsToTxnResponse({
      resultsByTransaction: request.transactions.map((transaction) => ({
        transactionalId: transaction.transactionalId,
        topicResults: resultsOf(transaction.topics, faultsOfTransaction(transaction)),
      })),
    });
  }
  const transaction = createAddPartitionsToTxnTransaction({
    transactionalId: request.v3AndBelowTransactionalId,
    producerId: request.v3AndBelowProducerId,
    producerEpoch: request.v3AndBelowProducerEpoch,
    topics: request.v3AndBelowTopics,
  });
  const faultOf = faultsOfTransaction(transaction);
  return createAddPartitionsToTxnResponse({ resultsByTopicV3AndBelow: resultsOf(transaction.topics, faultOf) });
}

/** All partitions or none; where one is not there, the others were not tried. */
function faultsOf(transaction: AddPartitionsToTxnTransaction, context: RequestContext): FaultOf {
  const { cluster, version } = context;
  const { transactionalId, producerId, producerEpoch, verifyOnly } = transaction;
  const places = placesOf(transaction.topics);
  const isThere = ({ topic, partition }: TransactionPartition): boolean =>
    cluster.topics.get(topic)?.partitions[partition] !== undefined;
  if (!places.every(isThere)) {
    return (place) => (isThere(place) ? ErrorCode.OPERATION_NOT_ATTEMPTED : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  }
  const fault = transactionFault(transactionalId, context);
  if (fault !== ErrorCode.NONE) return () => fault;
  const producer = { producerId, producerEpoch };
  if (verifyOnly) return (place) => cluster.transactions.verify(transactionalId, producer, place);
  const added = cluster.transactions.add(transactionalId, producer, places);
  return () => fencedFor(version, FENCED_FROM, added);
}

function placesOf(topics: readonly AddPartitionsToTxnTopic[]): TransactionPartition[] {
  return topics.flatMap(({ name, partitions }) => partitions.map((partition) => ({ topic: name, partition })));
}

function resultsOf(topics: readonly AddPartitionsToTxnTopic[], faultOf: FaultOf): TopicResults {
  return topics.map(({ name, partitions }) => ({
    name,
    resultsByPartition: partitions.map(
      (partition): AddPartitionsToTxnPartitionResult => ({
        partitionIndex: partition,
        partitionErrorCode: faultOf({ topic: name, partition }),
      }),
    ),
  }));
}

export const addPartitionsToTxnHandler: RequestHandler<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> = {
  api: addPartitionsToTxnApi,
  handle,
  fail: (request, errorCode, version) => respond(request, version, () => () => errorCode),
};
