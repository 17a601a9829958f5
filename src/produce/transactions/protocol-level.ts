// Which of the two protocols a transaction uses. Owns: the versions that make the difference (KIP-890).
//
// 1: partitions and offsets are added by requests of their own, and the epoch moves only when the client asks for it.
// 2: Produce and TxnOffsetCommit add what they write, and every EndTxn answers the next epoch. It may be used only where
// the cluster has finalized transaction.version 2: brokers that merely know the versions are not enough.
import { endTxnApi } from '../../protocol/generated/end-txn.ts';
import { produceApi } from '../../protocol/generated/produce.ts';
import { txnOffsetCommitApi } from '../../protocol/generated/txn-offset-commit.ts';
import type { TransactionCluster } from './transaction-port.ts';

export type ProtocolLevel = 1 | 2;

const FEATURE = 'transaction.version';
/** The first versions of the second protocol. */
const PRODUCE = 12;
const TXN_OFFSET_COMMIT = 5;
const END_TXN = 5;

/** Versions of the three requests that differ. */
export interface ProtocolVersions {
  readonly produce: number;
  readonly txnOffsetCommit: number;
  readonly endTxn: number;
}

/** The oldest versions that add partitions and offsets by themselves. */
export const OLDEST_OF_SECOND: ProtocolVersions = {
  produce: PRODUCE,
  txnOffsetCommit: TXN_OFFSET_COMMIT,
  endTxn: END_TXN,
};

/** The newest versions that a transaction of each protocol may use. Offsets go by topic name, which version 6 cannot. */
export const NEWEST: Readonly<Record<ProtocolLevel, ProtocolVersions>> = {
  1: { produce: PRODUCE - 1, txnOffsetCommit: TXN_OFFSET_COMMIT - 1, endTxn: END_TXN - 1 },
  2: { produce: produceApi.maxVersion, txnOffsetCommit: 5, endTxn: endTxnApi.maxVersion },
};

/** The protocol to use, from what the cluster has finalized by now and from what `maxVersions` leaves. */
export function protocolLevel(cluster: TransactionCluster): ProtocolLevel {
  const isFinalized = cluster.finalizedLevel(FEATURE) >= 2;
  const isAllowed =
    cluster.newestVersion(produceApi) >= PRODUCE &&
    cluster.newestVersion(txnOffsetCommitApi) >= TXN_OFFSET_COMMIT &&
    cluster.newestVersion(endTxnApi) >= END_TXN;
  return isFinalized && isAllowed ? 2 : 1;
}
