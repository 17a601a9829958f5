// The byte stream under a connection. Owns: how bytes reach us. Must not know frames.
// Invariant: a chunk handed to `onBytes` is valid only during that call; its memory is reused afterwards.
import type { Duplex } from 'node:stream';
import { onAbort } from '../base/abort.ts';

/** A connected byte stream and the one place where its incoming bytes go. */
export interface Link {
  readonly stream: Duplex;
  /** Starts delivery. Called once. */
  receive(onBytes: (chunk: Uint8Array) => void): void;
}

/** A link over any Duplex: TLS sockets, in-memory pairs, whatever a dial hook returns. */
export function streamLink(stream: Duplex): Link {
  return {
    stream,
    receive(onBytes) {
      stream.on('data', onBytes);
    },
  };
}

/** Resolves at `event`; else destroys the stream and rejects. Leaves no listener behind. */
export function whenReady(stream: Duplex, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      stop();
      stream.off(event, ready);
      stream.off('error', failed);
      stream.off('close', closed);
    };
    const ready = () => {
      settle();
      resolve();
    };
    const failed = (error: unknown) => {
      settle();
      // A destroyed socket may still report; nobody is left to hear it.
      stream.on('error', () => {});
      stream.destroy();
      reject(error);
    };
    const closed = () => failed(new Error('the peer closed the connection'));
    stream.on(event, ready);
    stream.on('error', failed);
    stream.on('close', closed);
    const stop = onAbort(signal, () => queueMicrotask(() => failed(signal.reason)));
  });
}
