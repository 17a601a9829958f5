// Whole frames: size prefix, header, message. Owns: which header version goes with which message version.
import { KafkaError } from '../base/errors.ts';
import { Decoder } from '../wire/decoder.ts';
import { Encoder } from '../wire/encoder.ts';
import type { AnyApi, Api } from './api.ts';
import { apiVersionsApi } from './generated/api-versions.ts';
import { decodeRequestHeader, encodeRequestHeader, type RequestHeader } from './generated/request-header.ts';
import { decodeResponseHeader, encodeResponseHeader } from './generated/response-header.ts';
import { notEncoded } from './not-encoded.ts';

const SIZE_BYTES = 4;

function requestHeaderVersion(api: AnyApi, version: number): number {
  return version >= api.requestFlexibleFrom ? 2 : 1;
}

/** Always 0 for ApiVersions: a client has to read the answer before it knows what the broker speaks (KIP-511). */
function responseHeaderVersion(api: AnyApi, version: number): number {
  return version >= api.responseFlexibleFrom && api.key !== apiVersionsApi.key ? 1 : 0;
}

function checkVersion(api: AnyApi, version: number): void {
  if (version >= api.minVersion && version <= api.maxVersion) return;
  throw new KafkaError(
    'UNSUPPORTED',
    `${api.name} version ${version}: ${api.minVersion} to ${api.maxVersion} are known`,
  );
}

function sized(e: Encoder): Buffer[] {
  e.patchInt32(0, e.length - SIZE_BYTES);
  return e.finish();
}

/**
 * A request as pieces for one write. Large record batches stay pieces of their own and are not copied. What a field or
 * the version cannot carry is a PROTOCOL or UNSUPPORTED error that names API, version and field.
 */
export function encodeRequestFrame<Request>(
  api: Api<Request, unknown>,
  version: number,
  correlationId: number,
  clientId: string | null,
  request: Request,
): Buffer[] {
  checkVersion(api as AnyApi, version);
  const e = new Encoder();
  e.int32(0);
  const header = { requestApiKey: api.key, requestApiVersion: version, correlationId, clientId };
  try {
    encodeRequestHeader(e, header, requestHeaderVersion(api as AnyApi, version));
    api.encodeRequest(e, request, version);
  } catch (error) {
    throw notEncoded(error, api as AnyApi, 'request', version, request);
  }
  return sized(e);
}

/** Reads the header of a request; the decoder then stands at the message. For brokers and proxies. */
export function decodeRequestFrameHeader(d: Decoder, find: (key: number) => AnyApi | undefined): RequestHeader {
  const at = d.pos;
  const key = d.int16();
  const version = d.int16();
  d.pos = at;
  const api = find(key);
  // A version too new to know is still answered (with UNSUPPORTED_VERSION), so its header must be read: newer is flexible.
  return decodeRequestHeader(d, api === undefined || version >= api.requestFlexibleFrom ? 2 : 1);
}

/** A response as pieces for one write. For brokers and proxies. */
export function encodeResponseFrame<Response>(
  api: Api<unknown, Response>,
  version: number,
  correlationId: number,
  response: Response,
): Buffer[] {
  const e = new Encoder();
  e.int32(0);
  try {
    encodeResponseHeader(e, { correlationId }, responseHeaderVersion(api as AnyApi, version));
    api.encodeResponse(e, response, version);
  } catch (error) {
    throw notEncoded(error, api as AnyApi, 'response', version, response);
  }
  return sized(e);
}

/** The correlation id of a response frame (without its size prefix). */
export function correlationIdOf(frame: Buffer): number {
  return new Decoder(frame).int32();
}

/** Reads a response frame (without its size prefix) whole; bytes left over are a PROTOCOL error. */
export function decodeResponseFrame<Response>(api: Api<unknown, Response>, version: number, frame: Buffer): Response {
  const d = new Decoder(frame);
  decodeResponseHeader(d, responseHeaderVersion(api as AnyApi, version));
  const response = api.decodeResponse(d, version);
  d.expectEnd(`${api.name} response version ${version}`);
  return response;
}
