// The newest version of each API that tshark's dissector knows since Wireshark 4.0. Older brokers and newer dissectors
// speak these as well. Facts from its table of APIs; a version beyond it reads as "Unsupported API version".
// What it has in its table and cannot read, not even in bytes that Java's own classes have made (Wireshark 4.0.17):
// ElectLeaders with topics, AlterPartitionReassignments and ListPartitionReassignments in any form.

/** For `maxVersions`, and for requests made by hand. */
export const knownVersions = {
  Produce: 8,
  Fetch: 11,
  ListOffsets: 5,
  Metadata: 9,
  OffsetCommit: 8,
  OffsetFetch: 7,
  FindCoordinator: 3,
  JoinGroup: 7,
  Heartbeat: 4,
  LeaveGroup: 4,
  SyncGroup: 5,
  DescribeGroups: 5,
  ListGroups: 3,
  ApiVersions: 3,
  CreateTopics: 5,
  DeleteTopics: 4,
  DeleteRecords: 1,
  InitProducerId: 3,
  OffsetForLeaderEpoch: 3,
  AddPartitionsToTxn: 1,
  AddOffsetsToTxn: 1,
  EndTxn: 1,
  TxnOffsetCommit: 3,
  DescribeAcls: 2,
  CreateAcls: 2,
  DeleteAcls: 2,
  DescribeConfigs: 2,
  DescribeLogDirs: 1,
  CreatePartitions: 2,
  DeleteGroups: 2,
  ElectLeaders: 2,
  IncrementalAlterConfigs: 1,
  OffsetDelete: 0,
} as const;

/** APIs that take part in the capture. */
export type KnownApi = keyof typeof knownVersions;
