// Writes begin in the order of the calls, whatever each has to wait for first. Must not know what is written.

export class WriteOrder {
  /** Fulfilled when the one before has begun, or failed to. */
  #last: Promise<unknown> = Promise.resolve();

  /** Calls `begin` when `ready` is there and all before have begun; what `begin` promises holds up nobody. */
  async run<T, R>(ready: Promise<T>, begin: (value: T) => Promise<R>): Promise<R> {
    // Waited for below, but maybe only after a turn or more.
    ready.catch(() => {});
    const begun = this.#last.then(async () => {
      const value = await ready;
      // Wrapped, so that it is not waited for here.
      return { done: begin(value) };
    });
    // One that cannot begin fails its own call only.
    this.#last = begun.then(
      () => {},
      () => {},
    );
    return (await begun).done;
  }
}
