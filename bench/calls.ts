/** Makes `calls` calls with at most `inFlight` under way; rejects with the first failure. */
export async function callsInFlight(
  calls: number,
  inFlight: number,
  call: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < calls) await call(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}
