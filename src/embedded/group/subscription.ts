// What a consumer says when it joins: which topics it wants. Only that part is read; the rest is between the members.
import { Decoder } from '../../wire/decoder.ts';

/** The topics of a subscription; none where it cannot be read. */
export function topicsOfSubscription(metadata: Buffer): string[] {
  try {
    const d = new Decoder(metadata);
    // The version; every one begins with the topics.
    d.int16();
    return Array.from({ length: Math.max(0, d.int32()) }, () => d.string());
  } catch {
    return [];
  }
}
