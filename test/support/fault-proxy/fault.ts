// What can go wrong on the way between a client and a broker. Owns: each fault, as what becomes of frames that pass.
// Must not know: sockets. Invariant: what a fault does depends on its parameters and on the frames alone, so that a seed
// repeats it.

/** Where a fault lets bytes through, or does worse. */
export interface Passage {
  /** Passes bytes on; resolves when there is room for more. */
  write(bytes: Uint8Array): Promise<void>;
  /** Waits; ends early with the connection, or when the fault is lifted. */
  pause(ms: number): Promise<void>;
  /** Resolves when the fault is lifted or the connection ends. */
  lifted(): Promise<void>;
  /** The receiver is told that nothing more comes; the other direction goes on. */
  halfClose(): void;
  /** Ends the connection both ways, after what was written. */
  cut(): void;
  /** Ends the connection both ways with RST; what is under way is lost. */
  reset(): void;
}

/** Gets every frame of one direction of one connection, with its size prefix, one at a time. */
export type Interference = (frame: Buffer, to: Passage) => void | Promise<void>;

/** Something that goes wrong; `begin` makes what it remembers for one direction of one connection. */
export interface Fault {
  readonly name: string;
  begin(): Interference;
}

/** Every frame comes `ms` later. */
export function delay(ms: number): Fault {
  return {
    name: `delay ${ms} ms`,
    begin: () => async (frame, to) => {
      await to.pause(ms);
      await to.write(frame);
    },
  };
}

/** At most `bytes` every `everyMs`. */
export function drip(bytes: number, everyMs: number): Fault {
  return {
    name: `drip ${bytes} bytes every ${everyMs} ms`,
    begin: () => async (frame, to) => {
      for (let at = 0; at < frame.length; at += bytes) {
        await to.write(frame.subarray(at, at + bytes));
        await to.pause(everyMs);
      }
    },
  };
}

/** The connection ends after so many bytes, wherever in a frame that is. */
export function cutAfter(bytes: number): Fault {
  return {
    name: `cut after ${bytes} bytes`,
    begin: () => {
      let left = bytes;
      return async (frame, to) => {
        if (frame.length > left) {
          await to.write(frame.subarray(0, left));
          to.cut();
        } else await to.write(frame);
        left -= frame.length;
      };
    },
  };
}

/** The connection ends at some byte of a frame; `pick` answers a number from 0 to 1. */
export function cutInside(pick: () => number): Fault {
  return {
    name: 'cut inside a frame',
    begin: () => async (frame, to) => {
      await to.write(frame.subarray(0, Math.floor(pick() * frame.length)));
      to.cut();
    },
  };
}

/** Nothing more comes, but the connection stays open the other way. */
export function halfClose(): Fault {
  return { name: 'half-close', begin: () => (_, to) => to.halfClose() };
}

/** Before the first frame come bytes that are none. */
export function garbage(bytes: Uint8Array): Fault {
  return {
    name: 'garbage',
    begin: () => {
      let isFirst = true;
      return async (frame, to) => {
        if (isFirst) await to.write(bytes);
        isFirst = false;
        await to.write(frame);
      };
    },
  };
}

/** Every frame comes twice. */
export function duplicate(): Fault {
  return {
    name: 'duplicate',
    begin: () => async (frame, to) => {
      await to.write(frame);
      await to.write(frame);
    },
  };
}

/** Frames change places in pairs; one that stays alone for `aloneMs` goes as it is. */
export function swap(aloneMs = 50): Fault {
  return {
    name: 'swap',
    begin: () => {
      let held: Buffer | undefined;
      return async (frame, to) => {
        if (held !== undefined) {
          const first = held;
          held = undefined;
          await to.write(frame);
          await to.write(first);
          return;
        }
        held = frame;
        // Not waited for: the next frame must get here meanwhile.
        void to.pause(aloneMs).then(() => {
          if (held !== frame) return;
          held = undefined;
          return to.write(frame);
        });
      };
    },
  };
}

/** Nothing passes. Once lifted, what waited comes late, as TCP does it when packets were lost for a while. */
export function blackHole(): Fault {
  return {
    name: 'black hole',
    begin: () => async (frame, to) => {
      await to.lifted();
      await to.write(frame);
    },
  };
}

/** The connection ends with RST instead of the first frame. */
export function reset(): Fault {
  return { name: 'reset', begin: () => (_, to) => to.reset() };
}
