// The TLS handshake over a connected stream. Must not know Kafka. Invariant: when it fails, no stream is left open.
import type { Duplex } from 'node:stream';
import { connect, type SecureContext, TLSSocket } from 'node:tls';
import { KafkaError } from '../base/errors.ts';
import { whenReady } from './link.ts';
import type { TlsSettings } from './tls.ts';

/** Runs the handshake. A stream that is TLS already, from a dial hook, is taken as it is if its peer was verified. */
export async function startTls(
  under: Duplex,
  host: string,
  settings: TlsSettings,
  secureContext: SecureContext,
  signal: AbortSignal,
): Promise<TLSSocket> {
  if (under instanceof TLSSocket) return verified(under, settings, signal);
  // An error of the stream below is told by the TLS socket's own error or close.
  let cause: unknown;
  const remember = (error: unknown) => {
    cause = error;
  };
  under.on('error', remember);
  try {
    const socket = connect({ socket: under, ...settings.checks(host), secureContext });
    await whenReady(socket, 'secureConnect', signal);
    return socket;
  } catch (error) {
    under.destroy();
    throw cause ?? error;
  }
}

/** Refusing to verify has to be said in our options: that the dial hook does not verify is not enough. */
async function verified(socket: TLSSocket, settings: TlsSettings, signal: AbortSignal): Promise<TLSSocket> {
  // Nothing was finished yet: the hook has not waited for the handshake.
  if (socket.getPeerFinished() === undefined) await whenReady(socket, 'secureConnect', signal);
  if (socket.authorized || !settings.rejectUnauthorized) return socket;
  socket.destroy();
  const why =
    socket.authorizationError?.message ?? String(socket.authorizationError ?? 'its certificate was not asked for');
  const message = `the dial function returned a TLS stream whose peer is not verified (${why})`;
  throw new KafkaError('AUTHENTICATION', `${message}: verify it there, or set tls.rejectUnauthorized to false`);
}
