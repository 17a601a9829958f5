// From the bytes of one request to the bytes of its answer. Owns: header, version check, dispatch, planned faults; what a
// client may ask before it is known is up to the SASL gate.
// Must not know sockets.
import type { Clock } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';
import type { AnyApi } from '../protocol/api.ts';
import { decodeRequestFrameHeader, encodeResponseFrame } from '../protocol/frame.ts';
import { apiVersionsApi } from '../protocol/generated/api-versions.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { Decoder } from '../wire/decoder.ts';
import type { BrokerConnection } from './broker-connection.ts';
import type { AnyRequestHandler, Delivery, RequestContext, Silence } from './request-handler.ts';
import { unsupportedApiVersions } from './request-handlers/api-versions.ts';
import { requestHandlers, servedApis } from './request-handlers/registry.ts';

/** The answer as pieces for one write, or what happens instead of an answer, or to it on its way. */
export type FrameAnswer = readonly Buffer[] | Silence | DeliveredAnswer;

export interface DeliveredAnswer {
  readonly pieces: readonly Buffer[];
  readonly delivery: Delivery;
}

/** Handles one request frame. Throws what must close the connection: unknown API, unknown version, malformed bytes. */
export function handleFrame(frame: Buffer, connection: BrokerConnection): FrameAnswer | Promise<FrameAnswer> {
  const { sasl } = connection;
  if (sasl.expectsRawMessage) return sasl.rawMessage(frame).then(sizePrefixed);
  const d = new Decoder(frame);
  const { requestApiKey, requestApiVersion, correlationId, clientId } = decodeRequestFrameHeader(d, findApi);
  const handler = requestHandlers.get(requestApiKey);
  if (handler === undefined) throw new KafkaError('PROTOCOL', `request with unknown API key ${requestApiKey}`);
  const { api } = handler;
  const admission = sasl.admit(requestApiKey, frame.length);
  if (admission === 'disconnect') return admission;
  if (requestApiVersion < api.minVersion || requestApiVersion > api.maxVersion) {
    // The one API that may be asked before versions are known is answered in its oldest version (KIP-511).
    if (api.key === apiVersionsApi.key) {
      return encodeResponseFrame(apiVersionsApi as never, 0, correlationId, unsupportedApiVersions());
    }
    throw new KafkaError('PROTOCOL', `${api.name} version ${requestApiVersion} is not supported`, { api: api.name });
  }
  // Bytes behind the last field are passed over, as Kafka does: some versions of librdkafka send a few too many.
  const request = api.decodeRequest(d, requestApiVersion) as never;
  let delivery: Delivery | undefined;
  const encode = (response: unknown): FrameAnswer => {
    if (isSilence(response)) return response;
    const pieces = encodeResponseFrame(api as never, requestApiVersion, correlationId, response as never);
    return delivery === undefined ? pieces : { pieces, delivery };
  };
  if (admission === 'refuse') return encode(handler.fail(request, ErrorCode.ILLEGAL_SASL_STATE, requestApiVersion));
  if (api.key === apiVersionsApi.key) sasl.versionsTold();
  const context: RequestContext = {
    cluster: connection.cluster,
    node: connection.node,
    version: requestApiVersion,
    served: servedApis,
    clientId,
    clientHost: connection.clientHost,
    sasl,
    deliver: (how) => {
      delivery = how;
    },
    onClose: (run) => connection.onClose(run),
  };
  const response = answer(handler, request, context);
  return response instanceof Promise ? response.then(encode) : encode(response);
}

function answer(handler: AnyRequestHandler, request: never, context: RequestContext): unknown {
  const fault = context.cluster.faults.take(handler.api.key);
  if (fault === undefined) return handler.handle(request, context);
  if (fault === 'lost-answer') return Promise.resolve(handler.handle(request, context)).then(() => 'disconnect');
  if (typeof fault === 'object') return later(context.cluster.clock, fault.delayMs, handler.handle(request, context));
  return typeof fault === 'number' ? handler.fail(request, fault, context.version) : fault;
}

async function later(clock: Clock, ms: number, response: unknown): Promise<unknown> {
  await new Promise<void>((resolve) => void clock.after(ms, resolve, { keepAlive: false }));
  return response;
}

function sizePrefixed(message: Buffer | undefined): FrameAnswer {
  if (message === undefined) return 'disconnect';
  const size = Buffer.alloc(4);
  size.writeInt32BE(message.length);
  return [size, message];
}

function findApi(key: number): AnyApi | undefined {
  return requestHandlers.get(key)?.api;
}

function isSilence(response: unknown): response is Silence {
  return response === 'no-answer' || response === 'disconnect';
}
