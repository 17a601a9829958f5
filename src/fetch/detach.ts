// Lets a frame go whose last user is one partition, by copying out what that one still has.
import type { ByteBudget } from './byte-budget.ts';
import type { FetchedFrame, FetchedPart } from './fetched-frame.ts';

/** Copies only where it at least halves what is kept, and where it lets the frame go. */
export function detachLastPart(frame: FetchedFrame, budget: ByteBudget): void {
  const part = frame.lastPart;
  if (part === undefined || part.pendingBytes * 2 > frame.bytes || hasUnopened(part)) return;
  for (const entry of part.cursor.ready) {
    if (entry.part !== part) continue;
    const frameBytes = entry.bytes;
    entry.batch = entry.batch.detach();
    entry.part = undefined;
    entry.bytes = entry.batch.sizeInBytes;
    budget.charge(entry.bytes);
    part.batchDone(frameBytes);
  }
}

function hasUnopened(part: FetchedPart): boolean {
  const { cursor } = part;
  if (cursor.isOpening) return true;
  for (const raw of cursor.raw) if (raw.part === part) return true;
  return false;
}
