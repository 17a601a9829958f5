// One broker of the embedded cluster: a listening socket and its connections, with TLS or without. Must not know requests.
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { KafkaError } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';
import { BrokerConnection } from './broker-connection.ts';
import type { BrokerNode, ClusterState } from './cluster-state.ts';

const HOST = '127.0.0.1';

/** `stopped` and back to `running` as often as wanted; `changing` while the operating system opens or closes the port. */
type BrokerState = 'stopped' | 'changing' | 'running';

/** @internal Which broker it is and where it stands. */
export interface BrokerPlace {
  readonly id: number;
  readonly port: number;
  readonly rack: string | null;
}

/** One broker; it can be killed and started again on the same port. */
export class EmbeddedBroker {
  /** Its node id. */
  readonly id: number;
  /** Where it stands; null where it was not said. */
  readonly rack: string | null;
  readonly #cluster: ClusterState;
  readonly #logger: Logger;
  readonly #tls: TlsOptions | undefined;
  readonly #connections = new Set<BrokerConnection>();
  /** Every socket, also those whose TLS handshake is under way. */
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port: number;
  #state: BrokerState = 'stopped';
  #change: Promise<void> = Promise.resolve();

  /** @internal `port` 0 lets the system choose one at the first start. */
  constructor({ id, port, rack }: BrokerPlace, cluster: ClusterState, logger: Logger, tls?: TlsOptions) {
    this.id = id;
    this.rack = rack;
    this.#port = port;
    this.#cluster = cluster;
    this.#logger = logger;
    this.#tls = tls;
  }

  /** The port it listens on, also while it is down. */
  get port(): number {
    return this.#port;
  }

  /** `host:port`. */
  get address(): string {
    return `${HOST}:${this.#port}`;
  }

  get isRunning(): boolean {
    return this.#state === 'running';
  }

  /** Connections open now. */
  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Listens, on the same port as before where there was one, and joins the cluster. Does nothing while it runs. */
  async start(): Promise<void> {
    await this.#settled();
    if (this.#state !== 'stopped') return;
    if (this.#cluster.isClosed) throw new KafkaError('CLOSED', `start broker ${this.id}: the cluster was stopped`);
    this.#state = 'changing';
    this.#change = this.#listen();
    await this.#change;
  }

  /**
   * Dies as a killed process does: the port closes, connections break without a word, its partitions and groups get
   * other leaders where there are any. Does nothing while it is down.
   */
  async kill(): Promise<void> {
    if (this.#state === 'changing') await this.#settled();
    const server = this.#server;
    if (this.#state !== 'running' || server === undefined) return;
    this.#state = 'changing';
    this.#server = undefined;
    const closed = [...this.#connections].map((connection) => new Promise<void>((done) => connection.onClose(done)));
    this.#change = Promise.all([once(server, 'close'), ...closed]).then(() => {
      this.#state = 'stopped';
    });
    server.close();
    for (const connection of this.#connections) connection.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#cluster.brokerDied(this.id);
    await this.#change;
  }

  async #listen(): Promise<void> {
    const server = this.#createServer();
    server.on('connection', (socket: Socket) => this.#track(socket));
    try {
      server.listen(this.#port, HOST);
      await once(server, 'listening');
    } catch (cause) {
      this.#state = 'stopped';
      throw new KafkaError('CONNECTION', `embedded broker ${this.id} cannot listen on ${this.address}`, { cause });
    }
    const address = server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
    this.#server = server;
    this.#state = 'running';
    this.#cluster.brokerStarted(this.#node());
  }

  #createServer(): Server {
    if (this.#tls === undefined) return createServer({ noDelay: true }, (socket) => this.#accept(socket));
    const server = createTlsServer({ ...this.#tls, noDelay: true }, (socket) => this.#accept(socket));
    return server.on('tlsClientError', (error) =>
      this.#logger.debug('TLS with a client failed', { reason: error.message }),
    );
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  /** Waits until no start and no kill is under way; how that one ended is told to its own caller. */
  async #settled(): Promise<void> {
    while (this.#state === 'changing') await this.#change.catch(() => {});
  }

  #node(): BrokerNode {
    return { id: this.id, host: HOST, port: this.#port, rack: this.rack };
  }

  #accept(socket: Socket): void {
    if (this.#state !== 'running') {
      socket.destroy();
      return;
    }
    const connection = new BrokerConnection(socket, this.#node(), this.#cluster, this.#logger);
    this.#connections.add(connection);
    connection.onClose(() => this.#connections.delete(connection));
  }
}
