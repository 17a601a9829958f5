// Opens the byte stream to a broker: TCP, TLS over TCP, or whatever the caller's dial hook returns, TLS over that too.
// Owns: which of a host's addresses is used. Must not know Kafka.
// Invariant: when the signal fires or anything fails, no socket is left open.
import { connect as connectTcp, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onAbort } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { staggered } from '../base/staggered.ts';
import { type Link, streamLink, whenReady } from './link.ts';
import { addressesOf, type Endpoint, type ResolveFunction } from './resolve.ts';
import { type SocketSettings, socketSettings } from './stream-options.ts';
import type { TlsSettings } from './tls.ts';
import { startTls } from './tls-handshake.ts';

/** Opens a byte stream to `host:port`, instead of TCP: a proxy, a tunnel, an in-memory pair. Must honour the signal. */
export type DialFunction = (host: string, port: number, options: { signal: AbortSignal }) => Promise<Duplex>;

/** What is dialed, and how. */
export interface DialSettings {
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsSettings | undefined;
  readonly dial?: DialFunction | undefined;
  readonly resolve?: ResolveFunction | undefined;
  readonly socket?: SocketSettings | undefined;
  /** Within this time all addresses of the host are tried, milliseconds. */
  readonly connectTimeoutMs: number;
  readonly clock: Clock;
}

const READ_BYTES = 64 * 1024;
const DEFAULT_SOCKET = socketSettings('socket');

/** A connected link; rejects with the socket's own error, or with the signal's reason. */
export async function dialLink(settings: DialSettings, signal: AbortSignal): Promise<Link> {
  const { host, tls } = settings;
  // First of all: with unreadable keys there is nothing to dial for.
  const context = await tls?.context();
  const link = await firstToConnect(settings, signal);
  if (tls === undefined || context === undefined) return link;
  return streamLink(await startTls(link.stream, host, tls, context, signal));
}

/** Tries the addresses of the host, each a little after the one before; the first that connects is the one. */
async function firstToConnect(settings: DialSettings, signal: AbortSignal): Promise<Link> {
  const endpoints = await whileWanted(addressesOf(settings, settings, signal), signal);
  const [only] = endpoints;
  if (endpoints.length === 1) return open(only as Endpoint, settings, signal);
  const { clock, connectTimeoutMs, socket = DEFAULT_SOCKET } = settings;
  const pauseMs = Math.min(socket.fallbackDelayMs, connectTimeoutMs / (endpoints.length + 1));
  const tasks = endpoints.map((endpoint) => async (lost: AbortSignal) => {
    const stop = new AbortController();
    const stopListening = [signal, lost].map((one) => onAbort(one, () => stop.abort(one.reason)));
    try {
      if (stop.signal.aborted) throw stop.signal.reason;
      return await open(endpoint, settings, stop.signal);
    } finally {
      for (const off of stopListening) off();
    }
  });
  try {
    return await staggered(clock, pauseMs, tasks, (late) => late.stream.destroy());
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const { errors } = error as AggregateError;
    // As Node's own does: it is known by the code of the first.
    throw Object.assign(error as AggregateError, { code: (errors[0] as { code?: unknown } | undefined)?.code });
  }
}

function open({ host, port }: Endpoint, settings: DialSettings, signal: AbortSignal): Promise<Link> {
  const { dial, socket = DEFAULT_SOCKET, tls } = settings;
  if (dial !== undefined) return dialHook(dial, { host, port }, signal);
  const options = tcpOptions({ host, port }, socket);
  return tls === undefined ? dialTcp(options, signal) : dialTcpForTls(options, signal);
}

/** What a hook or DNS promises is not waited for any longer than the signal allows. */
function whileWanted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = onAbort(signal, () => reject(signal.reason));
    promise.then(resolve, reject).finally(stop);
  });
}

/** Runs a caller's dial function; one that ignores the signal does not hold us up, and its late stream is destroyed. */
function dialHook(dial: DialFunction, { host, port }: Endpoint, signal: AbortSignal): Promise<Link> {
  return new Promise((resolve, reject) => {
    const stop = onAbort(signal, () => reject(signal.reason));
    // Called inside a promise, so that one that throws at once counts as failed, too.
    const dialing = new Promise<Duplex>((done) => done(dial(host, port, { signal })));
    dialing.then(
      (stream) => {
        stop();
        if (typeof stream?.destroy !== 'function') reject(new Error('the dial function returned no stream'));
        else if (signal.aborted) stream.destroy();
        else if (stream.destroyed) reject(new Error('the dial function returned a closed stream'));
        else {
          if (stream instanceof Socket) stream.setNoDelay(true);
          resolve(streamLink(stream));
        }
      },
      (error) => {
        stop();
        reject(error);
      },
    );
  });
}

interface TcpOptions extends Endpoint {
  readonly noDelay: true;
  readonly localAddress?: string;
  readonly keepAlive: boolean;
  readonly keepAliveInitialDelay: number;
}

function tcpOptions({ host, port }: Endpoint, { localAddress, keepAliveMs }: SocketSettings): TcpOptions {
  return {
    host,
    port,
    noDelay: true,
    keepAlive: keepAliveMs !== false,
    keepAliveInitialDelay: keepAliveMs === false ? 0 : keepAliveMs,
    ...(localAddress !== undefined && { localAddress }),
  };
}

async function dialTcpForTls(options: TcpOptions, signal: AbortSignal): Promise<Link> {
  const socket = connectTcp({ ...options });
  await whenReady(socket, 'connect', signal);
  return streamLink(socket);
}

/** TCP with one static read buffer: no allocation per chunk, because the frame splitter copies what it keeps. */
function dialTcp(options: TcpOptions, signal: AbortSignal): Promise<Link> {
  return new Promise((resolve, reject) => {
    let onBytes: ((chunk: Uint8Array) => void) | undefined;
    // A peer may speak before anyone listens (an SSH or SMTP banner): kept, and reading pauses.
    const early: Buffer[] = [];
    const socket = connectTcp({
      ...options,
      onread: {
        buffer: Buffer.allocUnsafeSlow(READ_BYTES),
        callback(length, buffer) {
          const chunk = buffer.subarray(0, length);
          if (onBytes === undefined) early.push(Buffer.from(chunk));
          else onBytes(chunk);
          return onBytes !== undefined;
        },
      },
    });
    const link: Link = {
      stream: socket,
      receive(listener) {
        onBytes = listener;
        for (const chunk of early) listener(chunk);
        if (early.length > 0) socket.resume();
        early.length = 0;
      },
    };
    whenReady(socket, 'connect', signal).then(() => resolve(link), reject);
  });
}
