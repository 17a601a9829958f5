// What a process has open. Must not know: who opened it.
import { setTimeout as pause } from 'node:timers/promises';

/** How many sockets, servers and running timers this process has, by kind; the test runner's own are the same before and after. */
export function handles(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    // Pipes, file requests and immediates are the test runner's own comings and goings.
    if (/TCP|TLS|Timeout|DNS|GetAddrInfo/i.test(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** The same once it has stopped changing: sockets that were closed a moment ago are gone by then. */
export async function settledHandles(): Promise<Readonly<Record<string, number>>> {
  for (let last = '', same = 0; ; ) {
    const now = handles();
    same = JSON.stringify(now) === last ? same + 1 : 0;
    last = JSON.stringify(now);
    if (same === 10) return now;
    await pause(10);
  }
}
