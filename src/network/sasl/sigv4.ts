// AWS Signature Version 4 in a query string ("presigned"), for requests without a body. Pure.
import { createHash, createHmac } from 'node:crypto';

/** Keys of an AWS identity, as AWS SDKs give them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string | undefined;
}

/** What is signed: a GET of `/` at `host`. */
export interface PresignOptions {
  readonly host: string;
  readonly region: string;
  readonly service: string;
  readonly credentials: AwsCredentials;
  /** Time of signing, milliseconds since 1970. */
  readonly nowMs: number;
  readonly expiresSeconds: number;
  /** Parameters that are signed along. */
  readonly query?: Readonly<Record<string, string>>;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const EMPTY_BODY = createHash('sha256').digest('hex');

/** The parameters of the query, in the order signed, and the signature. */
export interface Presigned {
  readonly query: Readonly<Record<string, string>>;
  readonly signature: string;
  /** What was hashed and signed, for tests against published examples. */
  readonly canonicalRequest: string;
}

export function presign(options: PresignOptions): Presigned {
  const { host, region, service, credentials, expiresSeconds } = options;
  const time = `${new Date(options.nowMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const query: Record<string, string> = {
    ...options.query,
    'X-Amz-Algorithm': ALGORITHM,
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(expiresSeconds),
    ...(credentials.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': credentials.sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  };
  const pairs = Object.entries(query).map(([key, value]) => `${escapeUri(key)}=${escapeUri(value)}`);
  // By code point of the encoded form, as the rule says; the default order of strings is that for ASCII.
  const canonicalRequest = ['GET', '/', pairs.sort().join('&'), `host:${host}`, '', 'host', EMPTY_BODY].join('\n');
  const toSign = [ALGORITHM, time, scope, createHash('sha256').update(canonicalRequest).digest('hex')].join('\n');
  const key = signingKey(credentials.secretAccessKey, time.slice(0, 8), region, service);
  return { query, signature: hmac(key, toSign).toString('hex'), canonicalRequest };
}

/** The key of one day, region and service. */
export function signingKey(secretAccessKey: string, date: string, region: string, service: string): Buffer {
  const dated = hmac(Buffer.from(`AWS4${secretAccessKey}`), date);
  return hmac(hmac(hmac(dated, region), service), 'aws4_request');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** RFC 3986: everything but the unreserved characters. */
function escapeUri(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}
