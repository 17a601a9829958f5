// Moves of leaders while all brokers live, by administration. Owns: one move, and whether it happened.
import { setTimeout as pause } from 'node:timers/promises';
import type { Admin } from '../../src/index.ts';

const LIMIT_MS = 30_000;
const KNOWN_MS = 10_000;

/** Every replica of every partition is in sync. */
export async function isWhole(admin: Admin, topic: string): Promise<boolean> {
  const [described] = await admin.describeTopics([topic], { timeoutMs: LIMIT_MS });
  const partitions = described?.partitions ?? [];
  return (
    partitions.length > 0 &&
    partitions.every(({ isr, replicas, leaderId }) => leaderId >= 0 && isr.length === replicas.length)
  );
}

/** Waits until every replica is in sync again. */
export async function untilWhole(admin: Admin, topic: string, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await isWhole(admin, topic))) {
    if (performance.now() > end) throw new Error(`${topic}: not all replicas are in sync within ${limitMs} ms`);
    await pause(200);
  }
}

/**
 * Gives a partition another leader: puts an in-sync follower first among the replicas, then elects the preferred one.
 * False where nobody else is in sync.
 */
export async function moveLeader(admin: Admin, topic: string, partition: number, pick: () => number): Promise<boolean> {
  const before = (await admin.describeTopics([topic], { timeoutMs: LIMIT_MS }))[0]?.partitions[partition];
  if (before === undefined) throw new Error(`${topic}[${partition}] is not there`);
  const candidates = before.isr.filter((id) => id !== before.leaderId);
  const next = candidates[Math.floor(pick() * candidates.length)];
  if (next === undefined) return false;
  const place = { topic, partition };
  const replicas = [next, ...before.replicas.filter((id) => id !== next)];
  const [ordered] = await admin.alterPartitionReassignments([{ ...place, replicas }], { timeoutMs: LIMIT_MS });
  // A broker that has only just come back may not be taken for alive yet.
  if (ordered?.error !== undefined) return false;
  const [elected] = await admin.electLeaders('preferred', [place], { timeoutMs: LIMIT_MS });
  // It may have lost its place in the meantime.
  if (elected?.error !== undefined && elected.error.code !== 'ELECTION_NOT_NEEDED') return false;
  // Brokers learn of it one after the other.
  const end = performance.now() + KNOWN_MS;
  for (;;) {
    const after = (await admin.describeTopics([topic], { timeoutMs: LIMIT_MS }))[0]?.partitions[partition];
    if (after?.leaderId === next) return true;
    if (performance.now() > end) return false;
    await pause(50);
  }
}
