// A TCP proxy in front of one broker, through which anything can go wrong on order. Owns: its port and its sockets.
// Invariant: after close() no socket, server or timer is left.
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Channel } from './channel.ts';
import type { Fault } from './fault.ts';

/** What goes wrong, by direction. */
export interface Faults {
  readonly toBroker?: Fault;
  readonly toClient?: Fault;
}

/** Which connections a fault concerns: they are numbered from 0 in order of their coming. */
export type WhichConnections = (connection: number) => boolean;

interface Pair {
  readonly number: number;
  readonly client: Socket;
  readonly broker: Socket;
  readonly toBroker: Channel;
  readonly toClient: Channel;
}

const NOTHING: Faults = {};
const ALL: WhichConnections = () => true;

export class FaultProxy {
  readonly #host: string;
  readonly #port: number;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #ownPort = 0;
  #accepted = 0;
  #faults: Faults = NOTHING;
  #which: WhichConnections = ALL;

  private constructor(host: string, port: number) {
    this.#host = host;
    this.#port = port;
    // Each direction ends by itself.
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client));
  }

  /** A proxy on 127.0.0.1, on a port that the system chooses. */
  static async start(host: string, port: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(host, port);
    await proxy.#listen();
    return proxy;
  }

  get port(): number {
    return this.#ownPort;
  }

  /** `host:port`. */
  get address(): string {
    return `127.0.0.1:${this.#ownPort}`;
  }

  /** Connections accepted so far. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#pairs.size;
  }

  /** From now on this goes wrong, on connections that are open and on those to come. */
  inject(faults: Faults, which: WhichConnections = ALL): void {
    this.#faults = faults;
    this.#which = which;
    for (const pair of this.#pairs) this.#apply(pair);
  }

  /** As when the broker's process has died: connections are reset, and new ones refused. */
  async refuse(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.resetConnections();
    await closed;
  }

  /** Ends every connection with RST. */
  resetConnections(): void {
    for (const { client, broker } of this.#pairs) {
      client.resetAndDestroy();
      broker.resetAndDestroy();
    }
  }

  /** Everything is well again; connections that are open stay, and what waited on them goes on. */
  async lift(): Promise<void> {
    this.inject(NOTHING);
    if (!this.#server.listening) await this.#listen();
  }

  /** Ends everything. Idempotent. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const { client, broker } of this.#pairs) {
      client.destroy();
      broker.destroy();
    }
    await closed;
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#ownPort, '127.0.0.1', () => {
        this.#server.off('error', reject);
        this.#ownPort = (this.#server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  #accept(client: Socket): void {
    const broker = connect({ host: this.#host, port: this.#port, noDelay: true, allowHalfOpen: true });
    const pair: Pair = {
      number: this.#accepted++,
      client,
      broker,
      toBroker: new Channel(client, broker),
      toClient: new Channel(broker, client),
    };
    this.#pairs.add(pair);
    const gone = (): void => {
      this.#pairs.delete(pair);
      pair.toBroker.end();
      pair.toClient.end();
    };
    for (const [one, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      one.on('error', () => void other.destroy());
      one.on('close', () => {
        gone();
        // What was written to the other still reaches it.
        if (!other.destroyed) other.end(() => other.destroy());
      });
    }
    this.#apply(pair);
  }

  #apply(pair: Pair): void {
    const faults = this.#which(pair.number) ? this.#faults : NOTHING;
    pair.toBroker.set(faults.toBroker);
    pair.toClient.set(faults.toClient);
  }
}
