// One POST to a token endpoint over HTTPS. Owns: its limits (bytes, time by the signal) and that no redirect is followed.
// Must not know OAuth. Invariant: the connection is closed afterwards, and no error shows what was sent.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { onAbort } from '../../base/abort.ts';
import { KafkaError } from '../../base/errors.ts';
import type { TlsSettings } from '../tls.ts';

/** Far more than any token needs. */
const MAX_RESPONSE_BYTES = 256 * 1024;

export interface FormPost {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly form: URLSearchParams;
  readonly tls: TlsSettings;
  readonly signal: AbortSignal;
}

export interface PostAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends a form and resolves with whatever is answered; rejects where nothing is, with the signal's reason when it fires. */
export async function postForm(post: FormPost): Promise<PostAnswer> {
  const { url, form, signal, tls } = post;
  const body = Buffer.from(form.toString());
  const options = {
    method: 'POST',
    // A connection of its own, closed afterwards: tokens are asked for rarely.
    agent: false as const,
    headers: {
      ...post.headers,
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    },
  };
  const isPlain = url.protocol === 'http:';
  const secure = isPlain ? {} : { secureContext: await tls.context(), ...tls.checks(url.hostname) };
  return new Promise((resolve, reject) => {
    const request = isPlain ? httpRequest(url, options) : httpsRequest(url, { ...options, ...secure });
    const stop = onAbort(signal, () => {
      request.destroy();
      reject(signal.reason);
    });
    const fail = (error: unknown): void => {
      stop();
      request.destroy();
      reject(error);
    };
    request.on('error', fail);
    request.on('response', (response) => {
      readBody(response).then((text) => {
        stop();
        resolve({ status: response.statusCode ?? 0, body: text });
      }, fail);
    });
    request.end(body);
  });
}

function readBody(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_RESPONSE_BYTES) {
        reject(new KafkaError('AUTHENTICATION', `its answer is larger than ${MAX_RESPONSE_BYTES} bytes`));
        return;
      }
      chunks.push(chunk);
    });
    response.on('error', reject);
    response.on('close', () => reject(new Error('the connection was closed in the middle of the answer')));
    response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}
