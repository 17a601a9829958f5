// Counts what was compared and keeps what did not agree. Must not know messages or batches.

/** One instance on which we and Java do not agree. */
export interface Mismatch {
  /** The message or the format, with its version: `FetchRequest 12`. */
  readonly what: string;
  /** What limits a run to it. */
  readonly only: string;
  /** Number of the instance; with the run's seed it can be made again. */
  readonly instance: number;
  readonly fault: string;
}

/** What an instance is one of. */
export interface Subject {
  readonly name: string;
  readonly version: number | string;
  /** What limits a run to it, where that is not its name. */
  readonly only?: string;
}

/** One row of the table. */
export class Tally {
  readonly title: string;
  readonly names: Set<string> = new Set();
  readonly versions: Set<string> = new Set();
  readonly mismatches: Mismatch[] = [];
  instances = 0;
  bytes = 0;

  constructor(title: string) {
    this.title = title;
  }

  /** Counts one instance that was compared; `fault` is what the comparison found. */
  add({ name, version, only = name }: Subject, instance: number, bytes: number, fault: string | undefined): void {
    const what = `${name} ${version}`;
    this.names.add(name);
    this.versions.add(what);
    this.instances++;
    this.bytes += bytes;
    if (fault !== undefined) this.mismatches.push({ what, only, instance, fault });
  }
}

/** A number that depends on its words and the seed alone. */
export function seedOf(seed: number, ...words: readonly (string | number)[]): number {
  let hash = seed | 0;
  for (const character of words.join(' ')) hash = (Math.imul(hash, 31) + character.codePointAt(0)!) | 0;
  return hash;
}

/** Inverts one bit of a hex text, which one the seed says. */
export function invertBit(hex: string, seed: number): string {
  const bytes = Buffer.from(hex, 'hex');
  const bit = (seed >>> 0) % (bytes.length * 8);
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  return bytes.toString('hex');
}
