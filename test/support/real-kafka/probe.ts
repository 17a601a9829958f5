// Is a broker ready? Owns: two tiny requests written by hand, so that a fault in the client under test cannot
// make a healthy broker look sick. Must not know: src, or who started the broker.
import { connect } from 'node:net';

const API_VERSIONS = 18;
const METADATA = 3;
const ATTEMPT_MS = 2_000;
const PAUSE_MS = 50;

/** Waits until every address answers ApiVersions and knows of as many brokers as there are addresses. */
export async function untilReady(
  addresses: readonly string[],
  options: { readonly timeoutMs: number; readonly aborted?: () => string | undefined },
): Promise<void> {
  const deadline = performance.now() + options.timeoutMs;
  for (const address of addresses) {
    let last = 'no answer yet';
    for (;;) {
      const why = options.aborted?.();
      if (why !== undefined) throw new Error(why);
      try {
        await answersApiVersions(address);
        const known = await knownBrokers(address);
        if (known >= addresses.length) break;
        last = `knows ${known} of ${addresses.length} brokers`;
      } catch (error) {
        last = (error as Error).message;
      }
      if (performance.now() > deadline) {
        throw new Error(`${address} was not ready within ${options.timeoutMs} ms: ${last}`);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** Fails unless the broker answers ApiVersions v0 without an error code. */
export async function answersApiVersions(address: string): Promise<void> {
  const body = await ask(address, API_VERSIONS, Buffer.alloc(0));
  const errorCode = body.readInt16BE(0);
  if (errorCode !== 0) throw new Error(`ApiVersions answered error ${errorCode}`);
}

/** How many brokers a node lists in Metadata v0: the length of the first array of the answer. */
async function knownBrokers(address: string): Promise<number> {
  // No topic by this name is there, and one that starts with a slash is refused rather than created.
  const name = Buffer.from('/none');
  const request = Buffer.alloc(4 + 2 + name.length);
  request.writeInt32BE(1, 0);
  request.writeInt16BE(name.length, 4);
  name.copy(request, 6);
  return (await ask(address, METADATA, request)).readInt32BE(0);
}

/** One connection, one request in version 0, its response without size and correlation id. */
function ask(address: string, apiKey: number, body: Buffer): Promise<Buffer> {
  const header = Buffer.alloc(14);
  header.writeInt32BE(10 + body.length, 0);
  header.writeInt16BE(apiKey, 4);
  header.writeInt32BE(1, 8); // correlation id; bytes 6 and 7 are version 0
  header.writeInt16BE(-1, 12); // client id null
  const colon = address.lastIndexOf(':');
  return new Promise((resolve, reject) => {
    const socket = connect(Number(address.slice(colon + 1)), address.slice(0, colon));
    let received: Buffer = Buffer.alloc(0);
    const settle = (finish: () => void): void => {
      socket.destroy();
      finish();
    };
    socket.setTimeout(ATTEMPT_MS, () => settle(() => reject(new Error(`no answer within ${ATTEMPT_MS} ms`))));
    socket.on('error', (error) => settle(() => reject(error)));
    socket.on('close', () => reject(new Error('connection closed by the broker')));
    socket.on('connect', () => socket.write(Buffer.concat([header, body])));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      settle(() => resolve(received.subarray(8)));
    });
  });
}
