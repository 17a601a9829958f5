// The least that a round trip of Metadata needs, by hand: a frame from a template, answers in the order asked, no
// deadlines, no errors. What is asked in one turn is written as one.
import type { Answer, ConnectionAdapter } from '../connection/contract.ts';
import { connect, int32, readFrames, request, text } from './protocol.ts';

const METADATA = 3;
const VERSION = 8;
const ID_AT = 8;
const MOST_UNDER_WAY = 1024;

/** Reads as far as the first topic's number of partitions. */
function firstTopic(frame: Buffer): Answer {
  let pos = 4 + 4;
  const skipText = (): void => {
    pos += 2 + Math.max(0, frame.readInt16BE(pos));
  };
  const brokers = frame.readInt32BE(pos);
  pos += 4;
  for (let i = 0; i < brokers; i++) {
    pos += 4;
    skipText();
    pos += 4;
    skipText();
  }
  skipText();
  pos += 4 + 4 + 2;
  const length = frame.readInt16BE(pos);
  const topic = frame.latin1Slice(pos + 2, pos + 2 + length);
  return { topic, partitions: frame.readInt32BE(pos + 2 + length + 1) };
}

async function open(address: string, frame: Buffer): Promise<{ ask(): Promise<Answer>; close(): void }> {
  const socket = await connect(address);
  const waiting = new Array<(answer: Answer) => void>(MOST_UNDER_WAY);
  let answered = 0;
  let asked = 0;
  let isCorked = false;
  readFrames(socket, (response) => {
    if (response.readInt32BE(0) !== answered) throw new Error('an answer came out of order');
    waiting[answered % MOST_UNDER_WAY]!(firstTopic(response));
    answered++;
  });
  const uncork = (): void => {
    isCorked = false;
    socket.uncork();
  };
  return {
    ask: () =>
      new Promise((resolve) => {
        const own = Buffer.from(frame);
        own.writeInt32BE(asked, ID_AT);
        waiting[asked % MOST_UNDER_WAY] = resolve;
        asked++;
        if (!isCorked) {
          isCorked = true;
          socket.cork();
          process.nextTick(uncork);
        }
        socket.write(own);
      }),
    close: () => socket.destroy(),
  };
}

export const adapter: ConnectionAdapter = {
  async open(job) {
    const body = [int32(1), text(job.topic), Buffer.from([0, 0, 0])];
    const frame = Buffer.concat(request(METADATA, VERSION, 0, body));
    const all = await Promise.all(Array.from({ length: job.connections }, () => open(job.broker, frame)));
    return {
      ask: (connection) => all[connection]!.ask(),
      async close() {
        for (const one of all) one.close();
      },
    };
  },
};
