// One connection of the model: requests arrive in order, are served in order, answers come back in order; and it breaks.
// What a broker had received when it broke may be served later, as brokers do.
import { KafkaError } from '../../../src/base/errors.ts';
import type { ProduceConnection } from '../../../src/produce/cluster-port.ts';
import type { Api } from '../../../src/protocol/api.ts';
import type { ProduceRequest, ProduceResponse } from '../../../src/protocol/generated/produce.ts';
import { joinRawRecords } from '../../../src/wire/encoder.ts';
import type { ModelCluster } from './model-cluster.ts';

/** A request as the broker has it. */
export interface ModelRequest {
  readonly version: number;
  readonly acks: number;
  readonly batches: readonly { readonly topic: string; readonly index: number; readonly bytes: Buffer }[];
}

interface Pending {
  readonly request: ModelRequest;
  resolve: (response: ProduceResponse | undefined) => void;
  reject: (error: KafkaError) => void;
}

export class ModelConnection implements ProduceConnection {
  readonly address: string;
  readonly versions: ProduceConnection['versions'];
  state: 'open' | 'closed' = 'open';
  readonly node: number;
  readonly #cluster: ModelCluster;
  /** What the client waits for, and what the broker has not served: a request that ran out of time may still be served. */
  #pending: Pending[] = [];
  #unserved: Pending[] = [];
  #arrivesAt = 0;
  #timeoutMs = 50;
  #answersAt = 0;

  constructor(cluster: ModelCluster, node: number) {
    this.#cluster = cluster;
    this.node = node;
    this.address = `broker-${node}:9092`;
    this.versions = { require: (api, limit) => Math.min(cluster.produceVersion, limit ?? api.maxStableVersion) };
  }

  send<Q, S>(
    _api: Api<Q, S>,
    version: number,
    request: Q,
    options: { timeoutMs?: number; expectResponse?: boolean } = {},
  ): Promise<S> {
    if (this.state !== 'open') return Promise.reject(lost());
    return new Promise((resolve, reject) => {
      const pending: Pending = {
        request: asArrived(request as ProduceRequest, version),
        resolve: resolve as Pending['resolve'],
        reject,
      };
      if (options.expectResponse === false) resolve(undefined as S);
      this.#cluster.watchRequest(this, pending.request, this.#pending.length + 1);
      this.#pending.push(pending);
      this.#unserved.push(pending);
      this.#travel(pending, options.timeoutMs ?? 30_000);
    });
  }

  #travel(pending: Pending, timeoutMs: number): void {
    const { random, weather, clock } = this.#cluster;
    this.#timeoutMs = timeoutMs;
    const now = clock.monotonic();
    this.#arrivesAt = Math.max(this.#arrivesAt, now + random.int(0, 4));
    if (random.chance(weather.stall)) {
      this.#arrivesAt = Math.max(this.#arrivesAt, now + timeoutMs + random.int(-20, 200));
    }
    if (random.chance(weather.cut)) clock.after(random.int(0, 12), () => this.break());
    clock.after(this.#arrivesAt - now, () => this.#serve(pending));
    const timer = clock.after(timeoutMs, () => {
      this.#pending = this.#pending.filter((one) => one !== pending);
      pending.reject(new KafkaError('TIMEOUT', `no answer within ${timeoutMs} ms`, { retriable: true }));
      if (random.chance(0.5)) this.break();
    });
    const { resolve, reject } = pending;
    pending.resolve = (response) => {
      timer.cancel();
      resolve(response);
    };
    pending.reject = (error) => {
      timer.cancel();
      reject(error);
    };
  }

  #serve(pending: Pending): void {
    if (!this.#unserved.includes(pending)) return;
    this.#unserved = this.#unserved.filter((one) => one !== pending);
    const { random, clock } = this.#cluster;
    const response = this.#cluster.serve(this.node, pending.request);
    const now = clock.monotonic();
    this.#answersAt = Math.max(this.#answersAt, now + random.int(0, 4));
    clock.after(this.#answersAt - now, () => {
      if (this.state !== 'open') return;
      this.#pending = this.#pending.filter((one) => one !== pending);
      if (pending.request.acks === 0) pending.resolve(undefined);
      else pending.resolve(response);
    });
  }

  /** The client learns of it at once. The broker serves the first few of what it has not served yet, later. */
  break(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    const { random, clock } = this.#cluster;
    const unserved = this.#unserved;
    this.#unserved = [];
    const received = random.int(0, unserved.length);
    // A request lives no longer than its client waits for it: this is what the engine counts on.
    let delay = random.chance(0.5) ? 0 : random.int(0, this.#timeoutMs - 50);
    for (const [at, pending] of unserved.entries()) {
      if (at >= received) {
        this.#cluster.unserved--;
        continue;
      }
      delay += random.int(0, 5);
      clock.after(delay, () => this.#cluster.serve(this.node, pending.request));
    }
    const pending = this.#pending;
    this.#pending = [];
    for (const one of pending) one.reject(lost());
  }

  close(): void {
    this.break();
  }
}

export function lost(): KafkaError {
  return new KafkaError('CONNECTION', 'the peer closed the connection', { retriable: true });
}

/** A copy, as a socket makes one: chunks are used again after the answer. */
function asArrived({ acks, topicData }: ProduceRequest, version: number): ModelRequest {
  const batches = topicData.flatMap(({ name, topicId, partitionData }) =>
    partitionData.map(({ index, records }) => {
      const bytes = Buffer.from(joinRawRecords(records ?? []));
      return { topic: version >= 13 ? topicId : name, index, bytes };
    }),
  );
  return { version, acks, batches };
}
