// An identity provider's token endpoint, on this machine. Owns: its socket and what it was asked.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A request that arrived. */
export interface TokenRequest {
  readonly method: string;
  readonly authorization: string | undefined;
  readonly form: URLSearchParams;
}

/** What is answered: status and body; or nothing, ever; or the end of the connection. */
export type TokenAnswer =
  | { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }
  | 'silence'
  | 'hang up';

export interface TokenServer {
  readonly url: string;
  readonly requests: readonly TokenRequest[];
  /** Connections that are open now. */
  readonly open: number;
  close(): Promise<void>;
}

/** An answer with a token. */
export function tokenAnswer(token: string, more: object = {}): TokenAnswer {
  return { status: 200, body: JSON.stringify({ access_token: token, token_type: 'Bearer', ...more }) };
}

/** Starts an endpoint; with `tls` it speaks HTTPS. */
export async function startTokenServer(
  answer: (request: TokenRequest, number: number) => TokenAnswer,
  tls?: ServerOptions,
): Promise<TokenServer> {
  const requests: TokenRequest[] = [];
  const listener: RequestListener = (message, response) => {
    void bodyOf(message).then((body) => {
      const { authorization } = message.headers;
      const request = { method: message.method ?? '', authorization, form: new URLSearchParams(body) };
      const answered = answer(request, requests.push(request));
      if (answered === 'hang up') message.socket.destroy();
      else if (answered !== 'silence') response.writeHead(answered.status, answered.headers).end(answered.body);
    });
  };
  const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  let open = 0;
  server.on('connection', (socket) => {
    open++;
    socket.on('close', () => open--);
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/oauth/token`,
    requests,
    get open() {
      return open;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of message) body += String(chunk);
  return body;
}
