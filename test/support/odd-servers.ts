// Servers that are no Kafka, and ports where nobody listens. Owns: their sockets. Must not know: what is dialed to them.
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

export interface OddServer {
  /** `host:port`. */
  readonly address: string;
  close(): Promise<void>;
}

/** Takes connections and says nothing, ever. */
export function silentServer(): Promise<OddServer> {
  return listen(createTcpServer((socket) => socket.on('error', () => {})));
}

/** A web server. */
export function httpServer(): Promise<OddServer> {
  return listen(createHttpServer((_, response) => response.end('hello')));
}

/** A port that expects TLS. */
export function tlsServer(cert: string, key: string): Promise<OddServer> {
  return listen(createTlsServer({ cert, key }, (socket) => socket.on('error', () => {})));
}

/** As Java's TLS does with bytes that are no TLS: a fatal alert (unexpected_message), then the end. */
export function tlsAlertServer(): Promise<OddServer> {
  return listen(
    createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(Buffer.from('15030300020250', 'hex')));
    }),
  );
}

/** An address where nothing listens. */
export async function deadAddress(): Promise<string> {
  const server = await silentServer();
  await server.close();
  return server.address;
}

async function listen(server: Server): Promise<OddServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
