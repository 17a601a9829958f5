// Every public way to a first contact, as one table. Owns: opening and closing. Must not know what goes wrong.
import { App } from '../../src/binding/index.ts';
import {
  Client,
  type ClientOptions,
  dial,
  dialLeader,
  KafkaError,
  Reader,
  WriteErrors,
  Writer,
} from '../../src/index.ts';

/** How to reach a cluster of one address. */
export type Connection = ClientOptions & { readonly brokers: readonly [string] };

/** One way; it closes what it opened. */
export interface FirstContact {
  readonly name: string;
  attempt(connection: Connection): Promise<unknown>;
}

/** Closes `one` after its use. */
export async function using<T extends { close(): Promise<unknown> }, R>(
  one: T,
  use: (one: T) => Promise<R>,
): Promise<R> {
  try {
    return await use(one);
  } finally {
    await one.close();
  }
}

export const firstContacts: readonly FirstContact[] = [
  { name: 'Client.connect', attempt: (to) => using(new Client(to), (client) => client.connect()) },
  {
    name: 'Client.createTopics',
    attempt: (to) => using(new Client(to), (client) => client.createTopics([{ topic: 't' }])),
  },
  {
    name: 'Writer.writeMessages',
    attempt: (to) => using(new Writer({ ...to, topic: 't' }), (writer) => writer.writeMessages({ value: 'v' })),
  },
  {
    name: 'Reader.fetchMessage of a partition',
    attempt: (to) => using(new Reader({ ...to, topic: 't', partition: 0 }), (reader) => reader.fetchMessage()),
  },
  {
    name: 'Reader.readMessage in a group',
    attempt: (to) => using(new Reader({ ...to, groupId: 'g', topics: ['t'] }), (reader) => reader.readMessage()),
  },
  {
    name: 'for await of a Reader',
    attempt: (to) =>
      using(new Reader({ ...to, groupId: 'g', topics: ['t'] }), async (reader) => {
        for await (const message of reader) return message;
        return undefined;
      }),
  },
  {
    name: 'App.start',
    attempt: (to) =>
      using(
        new App({ ...to, groupId: 'g', onError: () => 'stop' }).bind('t', () => {}),
        (app) => app.start(),
      ),
  },
  { name: 'dial', attempt: ({ brokers: [address], ...options }) => dial(address, options) },
  {
    name: 'dialLeader',
    attempt: ({ brokers: [address], ...options }) => dialLeader(address, { ...options, topic: 't', partition: 0 }),
  },
];

/** What an attempt fails with: of a write, what its message fails with; and what a user sees who prints the error. */
export async function failure(
  attempt: Promise<unknown>,
): Promise<{ error: KafkaError; message: string; tookMs: number }> {
  const begun = performance.now();
  const error: unknown = await attempt.then(
    (value) => {
      throw new Error(`no error, but ${String(value)}`);
    },
    (thrown: unknown) => thrown,
  );
  const tookMs = performance.now() - begun;
  if (!KafkaError.is(error)) throw error;
  if (!(error instanceof WriteErrors)) return { error, message: String(error), tookMs };
  return { error: error.errors[0] as KafkaError, message: String(error), tookMs };
}
