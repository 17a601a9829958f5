// Ids that the coordinator makes for members of consumer groups that bring none. Owns: how they look.
import { randomBytes } from 'node:crypto';

/** As Kafka writes a random id. */
export function newMemberId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    // An id that begins with a dash is trouble for command-line tools.
    if (!id.startsWith('-')) return id;
  }
}
