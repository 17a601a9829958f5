// Reading with an end: what tests need of a Reader that reads forever.
import type { Message } from '../../src/index.ts';

/** The first `count` messages; the iteration ends there. */
export async function take(messages: AsyncIterable<Message>, count: number): Promise<Message[]> {
  const taken: Message[] = [];
  if (count === 0) return taken;
  for await (const message of messages) {
    taken.push(message);
    if (taken.length === count) break;
  }
  return taken;
}

/** Key, value and headers as text; null stays null. */
export function plain(message: Message): { key: string | null; value: string | null; headers: (string | null)[][] } {
  return {
    key: message.key?.toString() ?? null,
    value: message.value?.toString() ?? null,
    headers: message.headers.map(([name, value]) => [name, value?.toString() ?? null]),
  };
}

/** Numbers from 0 to `count` - 1. */
export function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
