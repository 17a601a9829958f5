// A message costs memory in proportion to its bytes, whatever they say. The messages below are those of the registry that
// give the most heap per byte: flexible versions with arrays of structs that are all emptiness, so that one byte after
// the other makes another object.
import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import {
  createAlterClientQuotasRequest,
  decodeAlterClientQuotasRequest,
  encodeAlterClientQuotasRequest,
} from '../../../src/protocol/generated/alter-client-quotas.ts';
import {
  createDescribeQuorumRequest,
  createDescribeQuorumRequestTopicData,
  decodeDescribeQuorumRequest,
  encodeDescribeQuorumRequest,
} from '../../../src/protocol/generated/describe-quorum.ts';
import {
  createJoinGroupRequest,
  decodeJoinGroupRequest,
  encodeJoinGroupRequest,
} from '../../../src/protocol/generated/join-group.ts';
import {
  createMetadataResponse,
  createMetadataResponsePartition,
  createMetadataResponseTopic,
  decodeMetadataResponse,
  encodeMetadataResponse,
} from '../../../src/protocol/generated/metadata.ts';
import {
  createOffsetFetchRequest,
  createOffsetFetchRequestGroup,
  decodeOffsetFetchRequest,
  encodeOffsetFetchRequest,
} from '../../../src/protocol/generated/offset-fetch.ts';
import {
  createShareAcknowledgeRequest,
  decodeShareAcknowledgeRequest,
  encodeShareAcknowledgeRequest,
} from '../../../src/protocol/generated/share-acknowledge.ts';
import {
  createDescribedGroup,
  createStreamsGroupDescribeResponse,
  createTopologyDescriptionNode,
  decodeStreamsGroupDescribeResponse,
  encodeStreamsGroupDescribeResponse,
} from '../../../src/protocol/generated/streams-group-describe.ts';
import { Decoder } from '../../../src/wire/decoder.ts';
import { Encoder } from '../../../src/wire/encoder.ts';

/** What the header of Decoder states. */
const HEAP_PER_BYTE = 64;
const BYTES = 1 << 20;

interface Hostile {
  /** Writes a message with so many of the smallest elements. */
  readonly write: (e: Encoder, elements: number) => void;
  readonly read: (d: Decoder) => unknown;
}

const many = <T>(elements: number, one: T): T[] => new Array<T>(elements).fill(one);

const hostile: Readonly<Record<string, Hostile>> = {
  'quotas of nobody': {
    write: (e, n) => {
      const entries = many(n, { entity: [], ops: [] });
      encodeAlterClientQuotasRequest(e, createAlterClientQuotasRequest({ entries }), 1);
    },
    read: (d) => decodeAlterClientQuotasRequest(d, 1),
  },
  'topics without partitions': {
    write: (e, n) => {
      const topics = many(n, createDescribeQuorumRequestTopicData());
      encodeDescribeQuorumRequest(e, createDescribeQuorumRequest({ topics }), 2);
    },
    read: (d) => decodeDescribeQuorumRequest(d, 2),
  },
  'groups without topics': {
    write: (e, n) => {
      const groups = many(n, createOffsetFetchRequestGroup());
      encodeOffsetFetchRequest(e, createOffsetFetchRequest({ groups }), 8);
    },
    read: (d) => decodeOffsetFetchRequest(d, 8),
  },
  'stores of a topology with lists of one': {
    write: (e, n) => {
      const one = [''];
      const node = createTopologyDescriptionNode({ sourceTopics: one, stores: one, successors: one });
      const globalStores = many(n, { source: node, processor: node });
      const groups = [createDescribedGroup({ topologyDescription: { subtopologies: [], globalStores } })];
      encodeStreamsGroupDescribeResponse(e, createStreamsGroupDescribeResponse({ groups }), 1);
    },
    read: (d) => decodeStreamsGroupDescribeResponse(d, 1),
  },
  'protocols with a byte of metadata': {
    write: (e, n) => {
      const protocols = many(n, { name: '', metadata: Buffer.alloc(1) });
      encodeJoinGroupRequest(e, createJoinGroupRequest({ protocols }), 9);
    },
    read: (d) => decodeJoinGroupRequest(d, 9),
  },
  'partitions with one replica': {
    write: (e, n) => {
      const one = [1];
      const partition = createMetadataResponsePartition({ replicaNodes: one, isrNodes: one, offlineReplicas: one });
      const topics = [createMetadataResponseTopic({ partitions: many(n, partition) })];
      encodeMetadataResponse(e, createMetadataResponse({ topics }), 12);
    },
    read: (d) => decodeMetadataResponse(d, 12),
  },
  'a long array of single bytes': {
    write: (e, n) => {
      const acknowledgementBatches = [{ firstOffset: 0, lastOffset: 0, acknowledgeTypes: many(n, 1) }];
      const topics = [
        { topicId: 'AAECAwQFBgcICQoLDA0ODw', partitions: [{ partitionIndex: 0, acknowledgementBatches }] },
      ];
      encodeShareAcknowledgeRequest(e, createShareAcknowledgeRequest({ topics }), 1);
    },
    read: (d) => decodeShareAcknowledgeRequest(d, 1),
  },
};

function heap(): number {
  (globalThis as unknown as { gc(): void }).gc();
  return process.memoryUsage().heapUsed;
}

/** About a mebibyte of the message. */
function bytesOf({ write }: Hostile): Buffer {
  const encode = (elements: number): Buffer => {
    const e = new Encoder();
    write(e, elements);
    return e.toBuffer();
  };
  const perElement = (encode(101).length - encode(1).length) / 100;
  return encode(Math.floor(BYTES / perElement));
}

describe.each(Object.entries(hostile))('%s', (_, message) => {
  it('costs no more heap per byte than is stated', () => {
    const bytes = bytesOf(message);
    expect(bytes.length).toBeGreaterThan(0.9 * BYTES);
    const before = heap();
    const value = message.read(new Decoder(bytes));
    const perByte = (heap() - before) / bytes.length;
    expect(value).toBeTypeOf('object');
    // Were it near nothing, nothing would have been measured.
    expect(perByte).toBeGreaterThan(4);
    expect(perByte).toBeLessThan(HEAP_PER_BYTE);
  });

  it('costs nothing once it was refused for its last byte', () => {
    const bytes = bytesOf(message);
    const before = heap();
    let thrown: unknown;
    try {
      message.read(new Decoder(bytes, 0, bytes.length - 1));
    } catch (error) {
      thrown = error;
    }
    expect(KafkaError.is(thrown) && thrown.code).toBe('PROTOCOL');
    expect(heap() - before).toBeLessThan(BYTES);
  });
});

describe('an array that announces as many elements as there are bytes, and has not even one', () => {
  it('costs nothing', () => {
    const bytes = Buffer.alloc(4 * BYTES);
    // Brokers of a Metadata response: their count, the id of the first, and the length of its host.
    Buffer.from('003ffff0' + '00000001' + 'fffe', 'hex').copy(bytes);
    heap();
    const before = process.memoryUsage().heapUsed;
    let thrown: unknown;
    try {
      decodeMetadataResponse(new Decoder(bytes), 0);
    } catch (error) {
      thrown = error;
    }
    // Not collected first: this is what was allocated on the way.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(BYTES);
    expect(KafkaError.is(thrown) && thrown.position).toBe(8);
  });
});
