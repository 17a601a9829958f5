// Damages bytes in the ways that networks, disks and hostile peers do.
import * as fc from 'fast-check';

/** One thing done to bytes; positions are shares of the length, so that they fit bytes of any length. */
type Damage = (bytes: Buffer) => Buffer;

const share: fc.Arbitrary<number> = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const at = (bytes: Buffer, where: number): number => Math.floor(where * bytes.length);

/** Lengths and counts that readers tend to believe. */
const LIES = ['7fffffff', '80000000', 'ffffffff', 'ffffffff0f', 'ffffffffffffffffff01', '7fff', '8000', '00000000'];

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.tuple(share, fc.integer({ min: 1, max: 255 })).map(
    ([where, mask]): Damage =>
      (bytes) => {
        if (bytes.length > 0) bytes[at(bytes, where)]! ^= mask;
        return bytes;
      },
  ),
  fc.tuple(share, fc.constantFrom(...LIES)).map(
    ([where, hex]): Damage =>
      (bytes) => {
        Buffer.from(hex, 'hex').copy(bytes, at(bytes, where));
        return bytes;
      },
  ),
  share.map(
    (where): Damage =>
      (bytes) =>
        bytes.subarray(0, at(bytes, where)),
  ),
  fc.tuple(share, share).map(
    ([a, b]): Damage =>
      (bytes) => {
        const [from, to] = [at(bytes, Math.min(a, b)), at(bytes, Math.max(a, b))];
        return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
      },
  ),
  fc.tuple(share, fc.uint8Array({ maxLength: 20 })).map(
    ([where, more]): Damage =>
      (bytes) => {
        const cut = at(bytes, where);
        return Buffer.concat([bytes.subarray(0, cut), more, bytes.subarray(cut)]);
      },
  ),
);

/** One to four kinds of damage, applied to a copy. */
export const arbitraryDamage: fc.Arbitrary<Damage> = fc.array(damage, { minLength: 1, maxLength: 4 }).map(
  (steps): Damage =>
    (bytes) =>
      steps.reduce<Buffer>((hurt, step) => step(hurt), Buffer.from(bytes)),
);
