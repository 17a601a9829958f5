import { createServer, type Server, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/base/clock.ts';
import { dialLink } from '../../../src/network/dial.ts';

const common = { clock: systemClock, connectTimeoutMs: 10_000 };

interface Handle {
  setNoDelay(on: boolean): number;
  setKeepAlive(on: boolean, delay: number): number;
}

let server: Server;
let port: number;
const open: { destroy(): unknown }[] = [];
beforeEach(async () => {
  server = createServer((socket) => open.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as { port: number }).port;
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const one of open.splice(0)) one.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** What every TCP socket of this process asks of the operating system from now on. */
async function watchSockets(): Promise<{ noDelay: unknown[][]; keepAlive: unknown[][] }> {
  const probe = new Socket();
  open.push(probe);
  await new Promise<void>((resolve) => probe.connect(port, '127.0.0.1', resolve));
  const handle = Object.getPrototypeOf((probe as unknown as { _handle: Handle })._handle) as Handle;
  return {
    noDelay: vi.spyOn(handle, 'setNoDelay').mock.calls,
    keepAlive: vi.spyOn(handle, 'setKeepAlive').mock.calls,
  };
}

describe('dialLink', () => {
  it('sends small requests at once and finds peers that vanished: no delay, keep-alive after 30 s (trap 37)', async () => {
    const { noDelay, keepAlive } = await watchSockets();
    const { stream } = await dialLink({ ...common, host: '127.0.0.1', port }, new AbortController().signal);
    open.push(stream);
    expect(noDelay).toEqual([[true]]);
    expect(keepAlive.map(([on, delay]) => [on, delay])).toEqual([[true, 30]]);
  });

  it('asks for no delay on a socket of the dial hook, too (trap 37)', async () => {
    const { noDelay } = await watchSockets();
    const dial = () =>
      new Promise<Socket>((resolve) => {
        const socket = new Socket();
        socket.connect(port, '127.0.0.1', () => resolve(socket));
      });
    const { stream } = await dialLink({ ...common, host: '127.0.0.1', port, dial }, new AbortController().signal);
    open.push(stream);
    expect(noDelay).toEqual([[true]]);
  });
});
