// All ways from one client to the brokers of a cluster, each through a proxy. Owns: one proxy per address, and the dial
// function that goes through it: brokers advertise their own addresses, and clients dial those.
import type { DialFunction } from '../../../src/index.ts';
import { dialPort } from './dial-port.ts';
import { FaultProxy, type Faults, type WhichConnections } from './fault-proxy.ts';

export class FaultNetwork {
  readonly #proxies = new Map<string, Promise<FaultProxy>>();
  /** What holds for every proxy, also for those that are made later. */
  #state: (proxy: FaultProxy) => void | Promise<void> = () => {};

  /** Give this to the client as its `dial` option. */
  readonly dial: DialFunction = async (host, port, { signal }) =>
    dialPort((await this.proxy(`${host}:${port}`)).port, signal);

  /** The proxy in front of an address, made when first asked for. */
  proxy(address: string): Promise<FaultProxy> {
    let proxy = this.#proxies.get(address);
    if (proxy === undefined) {
      const at = address.lastIndexOf(':');
      proxy = FaultProxy.start(address.slice(0, at), Number(address.slice(at + 1))).then(async (started) => {
        await this.#state(started);
        return started;
      });
      this.#proxies.set(address, proxy);
    }
    return proxy;
  }

  /** See FaultProxy, for every broker. */
  inject(faults: Faults, which?: WhichConnections): Promise<void> {
    return this.#all((proxy) => proxy.inject(faults, which));
  }

  refuse(): Promise<void> {
    return this.#all((proxy) => proxy.refuse());
  }

  lift(): Promise<void> {
    return this.#all((proxy) => proxy.lift());
  }

  /** Connections accepted so far by all proxies. */
  async accepted(): Promise<number> {
    const proxies = await Promise.all(this.#proxies.values());
    return proxies.reduce((sum, { accepted }) => sum + accepted, 0);
  }

  async close(): Promise<void> {
    await this.#all((proxy) => proxy.close());
    this.#proxies.clear();
  }

  async #all(change: (proxy: FaultProxy) => void | Promise<void>): Promise<void> {
    this.#state = change;
    await Promise.all([...this.#proxies.values()].map(async (proxy) => change(await proxy)));
  }
}
