// Notes every request that a client writes: a dial function that looks at what goes through. The codecs read it.
import { connect, type Socket } from 'node:net';
import type { DialFunction } from '../../src/network/dial.ts';
import { whenReady } from '../../src/network/link.ts';
import { decodeRequestFrameHeader } from '../../src/protocol/frame.ts';
import { apiName } from '../../src/protocol/registry.ts';
import { Decoder } from '../../src/wire/decoder.ts';
import { FrameSplitter } from '../../src/wire/frame-splitter.ts';

/** Name and version of one request. */
export interface SeenRequest {
  readonly api: string;
  readonly version: number;
}

/** A dial function, and what was written through it, oldest first. */
export function seenRequests(): { readonly dial: DialFunction; readonly seen: SeenRequest[] } {
  const seen: SeenRequest[] = [];
  const dial: DialFunction = async (host, port, { signal }) => {
    const socket = connect(port, host);
    await whenReady(socket, 'connect', signal);
    const splitter = new FrameSplitter(100_000_000, (frame) => {
      const { requestApiKey, requestApiVersion } = decodeRequestFrameHeader(new Decoder(frame));
      seen.push({ api: apiName(requestApiKey) ?? `API ${requestApiKey}`, version: requestApiVersion });
    });
    const write = socket.write.bind(socket);
    socket.write = ((chunk: Uint8Array, ...rest: never[]) => {
      splitter.push(chunk);
      return write(chunk, ...rest);
    }) as Socket['write'];
    return socket;
  };
  return { dial, seen };
}
