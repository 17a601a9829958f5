// Reads the dead letter topic while the job runs.
import { type Client, KafkaError, Reader } from '../../src/index.ts';

/** What a dead letter tells of itself. */
export interface DeadLetter {
  readonly id: number;
  readonly reason: string;
  /** Topic, partition and offset where the record was first read. */
  readonly origin: string;
  readonly attempts: number;
}

/** Calls `onLetter` for each until the signal fires; resolves with all of them. */
export async function readDeadLetters(
  client: Client,
  topic: string,
  signal: AbortSignal,
  onLetter: (letter: DeadLetter) => void,
): Promise<readonly DeadLetter[]> {
  const letters: DeadLetter[] = [];
  const reader = new Reader({ client, groupId: `${topic}.reader`, topics: [topic] });
  try {
    for (;;) {
      const message = await reader.fetchMessage({ signal });
      const text = (name: string): string => `${message.header(name) ?? ''}`;
      const letter: DeadLetter = {
        id: Number(text('order-id')),
        reason: text('__dlq.errors.message'),
        origin: `${text('__dlq.errors.topic')}[${text('__dlq.errors.partition')}] at ${text('__dlq.errors.offset')}`,
        attempts: Number(text('__dlq.errors.delivery.count')),
      };
      letters.push(letter);
      onLetter(letter);
    }
  } catch (error) {
    if (KafkaError.is(error) && error.code === 'ABORTED') return letters;
    throw error;
  } finally {
    await reader.close();
  }
}
