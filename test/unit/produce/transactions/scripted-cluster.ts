// A cluster in memory whose coordinators say what the test has written down for them, and yes to everything else.
import type { CallOptions } from '../../../../src/base/abort.ts';
import type { KafkaError } from '../../../../src/base/errors.ts';
import type { OutgoingMessage } from '../../../../src/produce/outgoing-message.ts';
import { type ProducerOptions, resolveProducerSettings } from '../../../../src/produce/settings.ts';
import type { TransactionCluster } from '../../../../src/produce/transactions/transaction-port.ts';
import { TransactionalProducer, type Turn } from '../../../../src/produce/transactions/transactional-producer.ts';
import type { WriteResult } from '../../../../src/produce/write-result.ts';
import type { Api } from '../../../../src/protocol/api.ts';
import { createAddOffsetsToTxnResponse } from '../../../../src/protocol/generated/add-offsets-to-txn.ts';
import {
  type AddPartitionsToTxnRequest,
  createAddPartitionsToTxnPartitionResult,
  createAddPartitionsToTxnResponse,
  createAddPartitionsToTxnTopicResult,
} from '../../../../src/protocol/generated/add-partitions-to-txn.ts';
import { createEndTxnResponse, type EndTxnRequest } from '../../../../src/protocol/generated/end-txn.ts';
import {
  createInitProducerIdResponse,
  type InitProducerIdRequest,
} from '../../../../src/protocol/generated/init-producer-id.ts';
import type { ProduceRequest, ProduceResponse } from '../../../../src/protocol/generated/produce.ts';
import {
  createTxnOffsetCommitResponse,
  createTxnOffsetCommitResponsePartition,
  createTxnOffsetCommitResponseTopic,
  type TxnOffsetCommitRequest,
} from '../../../../src/protocol/generated/txn-offset-commit.ts';
import { connectionLost, FakeCluster } from '../fake-cluster.ts';
import { settle } from '../harness.ts';

export type Asked = 'InitProducerId' | 'AddPartitionsToTxn' | 'AddOffsetsToTxn' | 'TxnOffsetCommit' | 'EndTxn';

/** One answer: an error code, `lost` for a connection that breaks, `held` for one that waits until `release`. */
export type Said = number | 'lost' | 'held' | KafkaError;

/** A request to a coordinator. */
export interface AskedRequest {
  readonly api: Asked;
  readonly version: number;
  readonly request: unknown;
  /** Virtual milliseconds. */
  readonly at: number;
}

const FIRST_PROTOCOL: Readonly<Record<Asked, number>> = {
  InitProducerId: 4,
  AddPartitionsToTxn: 3,
  AddOffsetsToTxn: 3,
  TxnOffsetCommit: 3,
  EndTxn: 3,
};

const NEWEST: Readonly<Record<Asked, number>> = {
  InitProducerId: 5,
  AddPartitionsToTxn: 5,
  AddOffsetsToTxn: 4,
  TxnOffsetCommit: 6,
  EndTxn: 5,
};

export class ScriptedCluster extends FakeCluster implements TransactionCluster {
  /** The level of transaction.version that is finalized. */
  level = 0;
  /** What coordinators offer. */
  offers: Record<Asked, number> = { ...NEWEST };
  /** What `maxVersions` names. */
  pinned: Record<string, number> = {};
  readonly asked: AskedRequest[] = [];
  /** Everything in the order in which it arrived, in short. */
  readonly log: string[] = [];
  readonly transactionalIds: (string | null)[] = [];
  forgotten: string[] = [];
  /** Brokers answer Produce by themselves, with this code. */
  produceCode: number | undefined = 0;
  readonly #script = new Map<Asked, Said[]>();
  readonly #held: (() => void)[] = [];
  #epoch = -1;
  #id = 1000;

  /** The next answers of an API; when they are used up it says yes. */
  say(api: Asked, ...answers: Said[]): void {
    this.#script.set(api, [...(this.#script.get(api) ?? []), ...answers]);
  }

  /** Answers what is held, with yes. */
  release(): void {
    for (const answer of this.#held.splice(0)) answer();
  }

  /** A cluster of long ago: none of the versions of the second protocol. */
  beOld(): void {
    this.offers = { ...FIRST_PROTOCOL };
    this.produceVersion = 8;
  }

  finalizedLevel(feature: string): number {
    return feature === 'transaction.version' ? this.level : 0;
  }

  newestVersion(api: { readonly name: string; readonly maxStableVersion: number }): number {
    return this.pinned[api.name] ?? api.maxStableVersion;
  }

  forgetCoordinator(kind: string, key: string): void {
    this.forgotten.push(`${kind}:${key}`);
  }

  requests(api: Asked): AskedRequest[] {
    return this.asked.filter((one) => one.api === api);
  }

  async sendToCoordinator<Q, S>(
    kind: 'group' | 'transaction',
    key: string,
    api: Api<Q, S>,
    build: (version: number) => Q,
    options: CallOptions & { readonly maxVersion?: number | undefined } = {},
  ): Promise<S> {
    const name = api.name as Asked;
    const version = Math.min(this.offers[name], options.maxVersion ?? 99, this.newestVersion(api));
    const request = build(version);
    this.asked.push({ api: name, version, request, at: this.clock.monotonic() });
    this.log.push(`${inShort(name, request)} v${version}${kind === 'group' ? ` @${key}` : ''}`);
    const said = this.#script.get(name)?.shift() ?? 0;
    if (said === 'lost') throw connectionLost();
    if (typeof said === 'object') throw said;
    if (said === 'held') await new Promise<void>((resolve) => this.#held.push(resolve));
    return this.#answer(name, version, request, typeof said === 'number' ? said : 0) as S;
  }

  override arrive(
    node: number,
    version: number,
    request: ProduceRequest,
    resolve: (response: ProduceResponse) => void,
    reject: (error: unknown) => void,
  ): void {
    this.transactionalIds.push(request.transactionalId);
    const index = this.seen.length;
    super.arrive(node, version, request, resolve, reject);
    const arrived = this.seen[index];
    const places = arrived?.batches.map(({ topic, partition, header }) => {
      return `${topic}:${partition} e${header.producerEpoch} s${header.baseSequence}`;
    });
    this.log.push(`Produce ${places?.join(', ')} v${version}`);
    if (this.produceCode !== undefined && this.waiting.includes(arrived as never)) arrived?.answer(this.produceCode);
  }

  #answer(api: Asked, version: number, request: unknown, errorCode: number): unknown {
    switch (api) {
      case 'InitProducerId': {
        if (errorCode !== 0) return createInitProducerIdResponse({ errorCode });
        const { producerId, producerEpoch } = request as InitProducerIdRequest;
        this.#epoch = producerId === this.#id ? producerEpoch + 1 : this.#epoch + 1;
        return createInitProducerIdResponse({ producerId: this.#id, producerEpoch: this.#epoch });
      }
      case 'AddPartitionsToTxn': {
        const { v3AndBelowTopics } = request as AddPartitionsToTxnRequest;
        const resultsByTopicV3AndBelow = v3AndBelowTopics.map(({ name, partitions }) =>
          createAddPartitionsToTxnTopicResult({
            name,
            resultsByPartition: partitions.map((partitionIndex) =>
              createAddPartitionsToTxnPartitionResult({ partitionIndex, partitionErrorCode: errorCode }),
            ),
          }),
        );
        return createAddPartitionsToTxnResponse({ resultsByTopicV3AndBelow });
      }
      case 'AddOffsetsToTxn':
        return createAddOffsetsToTxnResponse({ errorCode });
      case 'TxnOffsetCommit': {
        const { topics } = request as TxnOffsetCommitRequest;
        return createTxnOffsetCommitResponse({
          topics: topics.map(({ name, partitions }) =>
            createTxnOffsetCommitResponseTopic({
              name,
              partitions: partitions.map(({ partitionIndex }) =>
                createTxnOffsetCommitResponsePartition({ partitionIndex, errorCode }),
              ),
            }),
          ),
        });
      }
      case 'EndTxn':
        if (errorCode !== 0 || version < 5) return createEndTxnResponse({ errorCode });
        this.#epoch = (request as EndTxnRequest).producerEpoch + 1;
        return createEndTxnResponse({ producerId: this.#id, producerEpoch: this.#epoch });
    }
  }
}

function inShort(api: Asked, request: unknown): string {
  if (api === 'EndTxn') {
    const { committed, producerEpoch } = request as EndTxnRequest;
    return `EndTxn ${committed ? 'commit' : 'abort'} e${producerEpoch}`;
  }
  if (api === 'AddPartitionsToTxn') {
    const { v3AndBelowTopics } = request as AddPartitionsToTxnRequest;
    return `AddPartitionsToTxn ${v3AndBelowTopics.map(({ name, partitions }) => `${name}:${partitions}`)}`;
  }
  if (api === 'InitProducerId') {
    const { producerId, producerEpoch } = request as InitProducerIdRequest;
    return producerId < 0 ? 'InitProducerId' : `InitProducerId after e${producerEpoch}`;
  }
  return api;
}

/** A transactional producer over a scripted cluster, with topics `t` (three partitions) and `u` (one). */
export class TransactionHarness {
  readonly cluster: ScriptedCluster = new ScriptedCluster();
  readonly producer: TransactionalProducer;

  constructor(level: 1 | 2 = 1, options: Partial<ProducerOptions> = {}) {
    this.cluster.level = level;
    this.cluster.topic('t', [1, 1, 2]);
    this.cluster.topic('u', [2]);
    const all = { transactionalId: 'id', lingerMs: 0, ...options } as ProducerOptions;
    this.producer = new TransactionalProducer(
      this.cluster,
      resolveProducerSettings(all, () => ({ pick: () => 0 })),
    );
  }

  get log(): readonly string[] {
    return this.cluster.log;
  }

  begin(): Promise<Turn> {
    return this.within(this.producer.begin());
  }

  /** Writes to topic `t`, partition 0 or where the messages say. */
  write(turn: Turn, ...messages: (string | OutgoingMessage)[]): Promise<WriteResult> {
    const list = messages.map((one) => (typeof one === 'string' ? { value: one, topic: 't' } : { topic: 't', ...one }));
    return this.writeIn(turn, list);
  }

  /** The same, as a Writer does it. */
  writeIn(turn: Turn, list: readonly OutgoingMessage[], call: CallOptions = {}): Promise<WriteResult> {
    const refusal = this.producer.whyNotWrite(turn);
    const written =
      refusal === undefined ? this.producer.producer.write(list, undefined, call) : Promise.reject(refusal);
    if (refusal === undefined) this.producer.follow(turn, written);
    written.catch(() => {});
    return written;
  }

  commit(turn: Turn): Promise<void> {
    return this.within(this.producer.commit(turn));
  }

  abort(turn: Turn): Promise<void> {
    return this.within(this.producer.abort(turn));
  }

  /** A whole transaction with one message. */
  async transact(value: string): Promise<void> {
    const turn = await this.begin();
    void this.write(turn, value);
    await this.commit(turn);
  }

  /** Lets time pass until the promise is settled. */
  async within<T>(promise: Promise<T>, limitMs = 300_000): Promise<T> {
    let isSettled = false;
    const settled = () => {
      isSettled = true;
    };
    promise.then(settled, settled);
    await settle();
    for (let passed = 0; !isSettled; passed += 20) {
      if (passed > limitMs) throw new Error(`not settled after ${limitMs} ms; so far:\n${this.log.join('\n')}`);
      await this.cluster.clock.advance(20);
      await settle();
    }
    return promise;
  }
}
