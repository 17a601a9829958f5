// Whole frames: size prefix, header, message. Owns: which header version goes with which message version.
//
// Frames are made with their size prefix, ready to be written; they are read without it, as a FrameSplitter hands them out.
import { KafkaError } from '../base/errors.ts';
import { Decoder } from '../wire/decoder.ts';
import { Encoder } from '../wire/encoder.ts';
import type { AnyApi, Api, ApiInfo } from './api.ts';
import { apiVersionsApi } from './generated/api-versions.ts';
import { ErrorCode } from './generated/error-codes.ts';
import { decodeRequestHeader, encodeRequestHeader, type RequestHeader } from './generated/request-header.ts';
import { decodeResponseHeader, encodeResponseHeader } from './generated/response-header.ts';
import { notEncoded } from './not-encoded.ts';
import { apiInfo, apiName } from './registry.ts';

const SIZE_BYTES = 4;

type FlexibleFrom = Pick<ApiInfo, 'key' | 'requestFlexibleFrom' | 'responseFlexibleFrom'>;

function requestHeaderVersion(api: FlexibleFrom, version: number): number {
  return version >= api.requestFlexibleFrom ? 2 : 1;
}

/** Always 0 for ApiVersions: a client has to read the answer before it knows what the broker speaks (KIP-511). */
function responseHeaderVersion(api: FlexibleFrom, version: number): number {
  return version >= api.responseFlexibleFrom && api.key !== apiVersionsApi.key ? 1 : 0;
}

function checkVersion(api: ApiInfo, version: number): void {
  if (version >= api.minVersion && version <= api.maxVersion) return;
  const known = `${api.minVersion} to ${api.maxVersion} are known`;
  throw new KafkaError('UNSUPPORTED', `${api.name} version ${version}: ${known}`, { api: api.name });
}

function sized(e: Encoder): Buffer[] {
  e.patchInt32(0, e.length - SIZE_BYTES);
  return e.finish();
}

/**
 * A request, with its size prefix, as pieces for one write. Large record batches stay pieces of their own and are not
 * copied. Throws UNSUPPORTED (a version that is not known, a field that it cannot carry) or PROTOCOL (a value that is
 * missing or does not fit), naming API, version and field.
 */
export function encodeRequestFrame<Request>(
  api: Api<Request, unknown>,
  version: number,
  correlationId: number,
  clientId: string | null,
  request: Request,
): Buffer[] {
  checkVersion(api, version);
  const e = new Encoder();
  e.int32(0);
  const header = { requestApiKey: api.key, requestApiVersion: version, correlationId, clientId };
  try {
    encodeRequestHeader(e, header, requestHeaderVersion(api, version));
    api.encodeRequest(e, request, version);
  } catch (error) {
    throw notEncoded(error, api as AnyApi, 'request', version, request);
  }
  return sized(e);
}

/**
 * Reads the header of a request; the decoder then stands at the message. For brokers and proxies. `find` tells from which
 * version on an API is flexible; without it, every API that this library knows is found. Throws PROTOCOL.
 */
export function decodeRequestFrameHeader(
  d: Decoder,
  find: (key: number) => FlexibleFrom | undefined = apiInfo,
): RequestHeader {
  const at = d.pos;
  const key = d.int16();
  const version = d.int16();
  d.pos = at;
  const api = find(key);
  // A version too new to know is still answered (with UNSUPPORTED_VERSION), so its header must be read: newer is flexible.
  return decodeRequestHeader(d, api === undefined ? 2 : requestHeaderVersion(api, version));
}

/** A request that was read. */
export interface DecodedRequest<Request> {
  readonly header: RequestHeader;
  readonly request: Request;
}

/**
 * Reads a request frame (without its size prefix) whole: for brokers and proxies, which load the API that the header names.
 * Throws UNSUPPORTED for a version that is not known; PROTOCOL for malformed bytes, bytes left over, and another API's.
 */
export function decodeRequestFrame<Request>(api: Api<Request, unknown>, frame: Buffer): DecodedRequest<Request> {
  const d = new Decoder(frame);
  const header = decodeRequestFrameHeader(d);
  const { requestApiKey: key, requestApiVersion: version } = header;
  if (key !== api.key) {
    const found = apiName(key) ?? `API key ${key}`;
    throw new KafkaError('PROTOCOL', `a request of ${found} was read as one of ${api.name}`, { api: api.name });
  }
  checkVersion(api, version);
  const request = api.decodeRequest(d, version);
  d.expectEnd(`${api.name} request version ${version}`);
  return { header, request };
}

/** A response, with its size prefix, as pieces for one write. For brokers and proxies. Throws like `encodeRequestFrame`. */
export function encodeResponseFrame<Response>(
  api: Api<unknown, Response>,
  version: number,
  correlationId: number,
  response: Response,
): Buffer[] {
  checkVersion(api, version);
  const e = new Encoder();
  e.int32(0);
  try {
    encodeResponseHeader(e, { correlationId }, responseHeaderVersion(api, version));
    api.encodeResponse(e, response, version);
  } catch (error) {
    throw notEncoded(error, api as AnyApi, 'response', version, response);
  }
  return sized(e);
}

/** The correlation id of a response frame (without its size prefix): the same as that of its request. */
export function correlationIdOf(frame: Buffer): number {
  return new Decoder(frame).int32();
}

/**
 * Reads a response frame (without its size prefix) whole. `version` is that of the request, for nothing in a response
 * says it. Bytes left over are a PROTOCOL error. Byte fields are views of `frame`.
 */
export function decodeResponseFrame<Response>(api: Api<unknown, Response>, version: number, frame: Buffer): Response {
  const d = new Decoder(frame);
  decodeResponseHeader(d, responseHeaderVersion(api, version));
  const spoken = api.key === apiVersionsApi.key ? apiVersionsSpoken(d, version) : version;
  const response = api.decodeResponse(d, spoken);
  d.expectEnd(`${api.name} response version ${spoken}`);
  return response;
}

/** A broker that does not know the version of ApiVersions that it is asked in answers in version 0 (KIP-511). */
function apiVersionsSpoken(d: Decoder, version: number): number {
  const at = d.pos;
  const errorCode = d.int16();
  d.pos = at;
  return errorCode === ErrorCode.UNSUPPORTED_VERSION ? 0 : version;
}
