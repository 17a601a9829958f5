// What passed the proxy, by API: the other side of the comparison with tshark.
import { apiIndex } from '../../../src/protocol/generated/api-index.ts';
import type { RecordedFrame } from './recording-proxy.ts';

/** How many requests and responses there are of each API and version, as `Fetch v11 request`. */
export function countFrames(frames: readonly RecordedFrame[]): Map<string, number> {
  const names = new Map(apiIndex.map(({ key, name }) => [key as number, name]));
  const asked = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const { connection, isRequest, bytes } of frames) {
    const correlationId = bytes.readInt32BE(isRequest ? 8 : 4);
    const place = `${connection}/${correlationId}`;
    if (isRequest) asked.set(place, `${names.get(bytes.readInt16BE(4))} v${bytes.readInt16BE(6)}`);
    const what = `${asked.get(place)} ${isRequest ? 'request' : 'response'}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return counts;
}
