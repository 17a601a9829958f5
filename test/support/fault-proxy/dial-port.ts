// Opens a socket to a port of this machine, as a `dial` function does.
import { connect, type Socket } from 'node:net';

/** Resolves when it is connected; a signal that fires ends it. */
export function dialPort(port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise<Socket>((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    const stop = (): void => {
      socket.destroy();
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      signal.removeEventListener('abort', stop);
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('close', () => signal.removeEventListener('abort', stop));
    if (signal.aborted) stop();
  });
}
