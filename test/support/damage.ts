// Damage on a broker's disk, as far as the embedded broker has one. Owns: where a batch's bytes are.
import type { EmbeddedKafka } from '../../src/embedded/index.ts';
import { crc32c } from '../../src/wire/crc32c.ts';

/** What of a batch is hit by a flipped bit; 'a record' is one that cannot be, under a checksum that is right. */
export type Damaged = 'a value' | 'the header' | 'the magic' | 'the length' | 'the base offset' | 'a record';

/** Bytes of a record before its value, where it has no key, is the first of its batch and shorter than 64 bytes. */
const BEFORE_VALUE = 6;
const HEADER = 61;
/** Of producer id and magic. */
const AT = { 'the header': 50, 'the magic': 16 } as const;

/** Damages the batch that begins at `offset`; it must hold records without keys and headers. */
export async function damage(
  kafka: EmbeddedKafka,
  topic: string,
  partition: number,
  offset: number,
  where: Damaged,
): Promise<void> {
  const messages = await kafka.topic(topic).partition(partition).messages();
  // What the view shows are the stored bytes themselves.
  const value = messages.find((message) => message.offset === offset)?.value;
  if (value === null || value === undefined) throw new Error(`no value at ${offset}`);
  const start = value.byteOffset - HEADER - BEFORE_VALUE;
  const batch = Buffer.from(value.buffer, start, HEADER);
  if (batch.readBigInt64BE(0) !== BigInt(offset) || batch[16] !== 2) throw new Error(`no batch begins at ${offset}`);
  if (where === 'a value') value[0]! ^= 0x01;
  else if (where === 'the length') batch.writeInt32BE(17, 8);
  else if (where === 'the base offset') batch.writeBigInt64BE(0n, 0);
  else if (where === 'a record') {
    // As its producer wrote it: the checksum is right, and the value is longer than the record.
    const whole = Buffer.from(value.buffer, start, 12 + batch.readInt32BE(8));
    whole[HEADER + BEFORE_VALUE - 1] = 0x7e;
    whole.writeUInt32BE(crc32c(whole.subarray(21)), 17);
  } else batch[AT[where]]! ^= 0x10;
}
