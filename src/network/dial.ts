// Opens the byte stream to a broker: TCP, TLS over TCP, or whatever the caller's dial hook returns, TLS over that too.
// Must not know Kafka. Invariant: when the signal fires or anything fails, no socket is left open.
import { connect as connectTcp, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onAbort } from '../base/abort.ts';
import { type Link, streamLink, whenReady } from './link.ts';
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
}

const READ_BYTES = 64 * 1024;
/** First probe after this much silence: finds peers that vanished behind a firewall or a load balancer. */
const KEEP_ALIVE_MS = 30_000;

/** A connected link; rejects with the socket's own error, or with the signal's reason. */
export async function dialLink(settings: DialSettings, signal: AbortSignal): Promise<Link> {
  const { host, port, tls, dial } = settings;
  // First of all: with unreadable keys there is nothing to dial for.
  const context = await tls?.context();
  if (dial === undefined) {
    if (tls === undefined || context === undefined) return dialTcp(host, port, signal);
    const socket = connectTcp(socketOptions(host, port));
    await whenReady(socket, 'connect', signal);
    return streamLink(await startTls(socket, host, tls, context, signal));
  }
  const stream = await dialHook(dial, host, port, signal);
  if (stream instanceof Socket) stream.setNoDelay(true);
  if (tls === undefined || context === undefined) return streamLink(stream);
  return streamLink(await startTls(stream, host, tls, context, signal));
}

/** Runs a caller's dial function; one that ignores the signal does not hold us up, and its late stream is destroyed. */
function dialHook(dial: DialFunction, host: string, port: number, signal: AbortSignal): Promise<Duplex> {
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
        else resolve(stream);
      },
      (error) => {
        stop();
        reject(error);
      },
    );
  });
}

function socketOptions(host: string, port: number) {
  return { host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS };
}

/** TCP with one static read buffer: no allocation per chunk, because the frame splitter copies what it keeps. */
function dialTcp(host: string, port: number, signal: AbortSignal): Promise<Link> {
  return new Promise((resolve, reject) => {
    let onBytes: ((chunk: Uint8Array) => void) | undefined;
    // A peer may speak before anyone listens (an SSH or SMTP banner): kept, and reading pauses.
    const early: Buffer[] = [];
    const socket = connectTcp({
      ...socketOptions(host, port),
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
