// What a process has open. Must not know: who opened it.

/** How many sockets, servers and running timers this process has, by kind; the test runner's own are the same before and after. */
export function handles(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    // Pipes, file requests and immediates are the test runner's own comings and goings.
    if (/TCP|TLS|Timeout|DNS|GetAddrInfo/i.test(kind)) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
