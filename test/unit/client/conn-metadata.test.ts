import { expect, it } from 'vitest';
import { partitionsOf } from '../../../src/client/conn-metadata.ts';
import {
  createMetadataResponse,
  createMetadataResponsePartition,
  createMetadataResponseTopic,
} from '../../../src/protocol/generated/metadata.ts';

it('readPartitions gives partitions by number, in whatever order a broker names them', () => {
  const partitions = [2, 0, 1].map((partitionIndex) => createMetadataResponsePartition({ partitionIndex }));
  const response = createMetadataResponse({ topics: [createMetadataResponseTopic({ name: 'orders', partitions })] });
  expect(partitionsOf(response).map(({ partition }) => partition)).toEqual([0, 1, 2]);
});
