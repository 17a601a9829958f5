// The error of a message that cannot be written. Owns: its words. Must not know: frames.
import { KafkaError, toError } from '../base/errors.ts';
import { Encoder } from '../wire/encoder.ts';
import { failingField } from '../wire/field-trace.ts';
import type { AnyApi } from './api.ts';

/** What was thrown when a request or response was written, with API, version, and the field at which it happened. */
export function notEncoded(
  thrown: unknown,
  api: AnyApi,
  kind: 'request' | 'response',
  version: number,
  message: unknown,
): KafkaError {
  const field = failingField(message, (watched) => {
    if (kind === 'request') api.encodeRequest(new Encoder(), watched as never, version);
    else api.encodeResponse(new Encoder(), watched as never, version);
  });
  const where = `${api.name} ${kind} version ${version}${field === undefined ? '' : `, ${field}`}`;
  const cause = toError(thrown);
  // Anything but an error of ours comes from a value of a wrong type: a field that is not there, an object in its place.
  const code = KafkaError.is(cause) ? cause.code : 'PROTOCOL';
  return new KafkaError(code, `${where}: ${cause.message}`, { api: api.name, cause });
}
