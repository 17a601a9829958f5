// A broker that does what a test scripts, on a real TCP socket. It speaks the real protocol through our own codecs, so it
// proves behaviour, not bytes. Like Kafka, it serves one request of a connection at a time.
import { createServer, type Server, type Socket } from 'node:net';
import type { AnyApi, Api } from '../../src/protocol/api.ts';
import { decodeRequestFrameHeader, encodeResponseFrame } from '../../src/protocol/frame.ts';
import { apiVersionsApi, createApiVersionsResponse } from '../../src/protocol/generated/api-versions.ts';
import {
  createMetadataResponse,
  createMetadataResponseBroker,
  createMetadataResponsePartition,
  createMetadataResponseTopic,
  type MetadataResponseTopic,
  metadataApi,
} from '../../src/protocol/generated/metadata.ts';
import { Decoder } from '../../src/wire/decoder.ts';
import { FrameSplitter } from '../../src/wire/frame-splitter.ts';
import { apis } from './all-apis.ts';

/** A request that arrived. */
export interface Received {
  readonly api: string;
  readonly version: number;
  readonly correlationId: number;
  readonly request: unknown;
  /** Number of the connection, counted from 0. */
  readonly connection: number;
}

/** What a script does instead of answering properly. */
export class Trick {
  readonly play: (socket: Socket, answer: (response: unknown, version?: number) => Buffer) => void;

  constructor(play: (socket: Socket, answer: (response: unknown, version?: number) => Buffer) => void) {
    this.play = play;
  }
}

/** No answer; the next request is served all the same. */
export const silence: Trick = new Trick(() => {});
/** The connection ends. */
export const hangUp: Trick = new Trick((socket) => socket.destroy());
/** These bytes, whatever they are. */
export const garbage = (bytes: string | Buffer): Trick => new Trick((socket) => void socket.write(bytes));
/** The response, cut after `at` bytes; then the connection ends. */
export const cutAt = (response: unknown, at: number): Trick =>
  new Trick((socket, answer) => void socket.end(answer(response).subarray(0, at)));
/** The response, encoded in another version than asked. */
export const inVersion = (response: unknown, version: number): Trick =>
  new Trick((socket, answer) => void socket.write(answer(response, version)));

/** Kafka's own default of socket.request.max.bytes. */
const MAX_REQUEST_BYTES = 104_857_600;

type Script = (request: never, received: Received) => unknown;

/** A topic for the default Metadata answer: one leader per partition, -1 for none. */
export function topicAnswer(name: string, leaders: readonly number[], epoch = 1): MetadataResponseTopic {
  return createMetadataResponseTopic({
    name,
    topicId: Buffer.from(name.padEnd(16, '0').slice(0, 16)).toString('base64url'),
    partitions: leaders.map((leaderId, partitionIndex) =>
      createMetadataResponsePartition({
        partitionIndex,
        leaderId,
        leaderEpoch: epoch,
        errorCode: leaderId < 0 ? 5 : 0,
        replicaNodes: [1, 2],
        isrNodes: [1, 2],
      }),
    ),
  });
}

export class ScriptedBroker {
  readonly nodeId: number;
  /** Everything received, oldest first. */
  readonly received: Received[] = [];
  /** Topics of the default Metadata answer. */
  topics: MetadataResponseTopic[] = [];
  /** Brokers of the default Metadata answer; itself at first. */
  members: readonly { readonly nodeId: number; readonly port: number }[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #scripts = new Map<string, Script>();
  #connections = 0;

  private constructor(nodeId: number) {
    this.nodeId = nodeId;
    this.#server = createServer((socket) => this.#serve(socket));
    this.script(apiVersionsApi, () =>
      createApiVersionsResponse({
        apiKeys: apis.map(({ key, minVersion, maxVersion }) => ({ apiKey: key, minVersion, maxVersion })),
      }),
    );
    this.script(metadataApi, (request) =>
      createMetadataResponse({
        clusterId: 'scripted',
        controllerId: nodeId,
        brokers: this.members.map((member) => createMetadataResponseBroker({ ...member, host: '127.0.0.1' })),
        topics:
          request.topics === null
            ? this.topics
            : request.topics.map(({ name }) => {
                const known = this.topics.find((topic) => topic.name === name);
                return known ?? createMetadataResponseTopic({ name, errorCode: 3 });
              }),
      }),
    );
  }

  static async start(nodeId = 1): Promise<ScriptedBroker> {
    const broker = new ScriptedBroker(nodeId);
    await new Promise<void>((resolve) => broker.#server.listen(0, '127.0.0.1', resolve));
    broker.members = [{ nodeId, port: broker.port }];
    return broker;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Connections accepted so far. */
  get accepted(): number {
    return this.#connections;
  }

  /** Sets what an API answers: a response, a promise of one, or a Trick. */
  script<Request, Response>(
    api: Api<Request, Response>,
    answer: (request: Request, received: Received) => Response | Trick | Promise<Response | Trick>,
  ): this {
    this.#scripts.set(api.name, answer as Script);
    return this;
  }

  /** Requests of one API. */
  of(api: { readonly name: string }): Received[] {
    return this.received.filter((one) => one.api === api.name);
  }

  /** Ends every connection; goes on listening. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.dropConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: Socket): void {
    const connection = this.#connections++;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    let last: Promise<void> = Promise.resolve();
    const splitter = new FrameSplitter(MAX_REQUEST_BYTES, (frame) => {
      last = last.then(() => this.#handle(frame, socket, connection)).catch(() => void socket.destroy());
    });
    socket.on('data', (chunk) => {
      try {
        splitter.push(chunk);
      } catch {
        socket.destroy();
      }
    });
  }

  async #handle(frame: Buffer, socket: Socket, connection: number): Promise<void> {
    const d = new Decoder(frame);
    const find = (key: number): AnyApi | undefined => apis.find((one) => one.key === key);
    const header = decodeRequestFrameHeader(d, find);
    const api = find(header.requestApiKey) as AnyApi;
    const request = api.decodeRequest(d, header.requestApiVersion);
    const { correlationId } = header;
    const received = { api: api.name, version: header.requestApiVersion, correlationId, request, connection };
    this.received.push(received);
    const reply = await (this.#scripts.get(api.name) ?? (() => hangUp))(request as never, received);
    const answer = (response: unknown, version = header.requestApiVersion): Buffer =>
      Buffer.concat(encodeResponseFrame(api as unknown as Api<never, unknown>, version, correlationId, response));
    if (reply instanceof Trick) reply.play(socket, answer);
    else socket.write(answer(reply));
  }
}
