// Judges record batches against what Java's classes made of them. Owns: what "the same" means for batches.
import { BatchAttribute } from '../../src/record/batch-header.ts';
import { crc32c } from '../../src/wire/crc32c.ts';
import { asJavaCounts, comparable, type JavaBatch, parseBatches, readAll, writeAgain } from '../golden/java-batches.ts';
import { differentBytes, differentValue } from './compare.ts';

const CRC_AT = 17;
const ATTRIBUTES_AT = 21;

/** Java's batches, `bytes` and what Java reads in them: we must read the same and write what we can the same. */
export async function judgeMadeBatches(bytes: Buffer, json: string): Promise<string | undefined> {
  try {
    const batches = parseBatches(json);
    const values = differentValue(comparable(await readAll(bytes)), comparable(batches), 'batches');
    if (values !== undefined) return `read: ${values}`;
    let at = 0;
    for (const batch of batches) {
      const own = bytes.subarray(at, at + batch.sizeInBytes);
      const again = await writtenAgain(batch, own);
      const different = again === undefined ? undefined : differentBytes(again.toString('hex'), own.toString('hex'));
      if (different !== undefined) return `written: batch at ${batch.baseOffset}: ${different}`;
      at += batch.sizeInBytes;
    }
    return undefined;
  } catch (error) {
    return thrown(error);
  }
}

/** What our writer makes of a batch of Java; undefined where it is compressed (codecs need not agree on bytes). */
async function writtenAgain(batch: JavaBatch, bytes: Buffer): Promise<Buffer | undefined> {
  if (batch.compression !== 'none') return undefined;
  if (!batch.logAppendTime || batch.magic < 2) return writeAgain(batch);
  const [created] = await readAll(unstamped(bytes));
  return writeAgain({ ...batch, records: created!.records });
}

/** A stamped batch shows one time for all records: without the stamp, the producer's times show again. */
function unstamped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeInt16BE(copy.readInt16BE(ATTRIBUTES_AT) & ~BatchAttribute.logAppendTime, ATTRIBUTES_AT);
  copy.writeUInt32BE(crc32c(copy.subarray(ATTRIBUTES_AT)), CRC_AT);
  return copy;
}

/** What we wrote, in Java's words, and what Java read in our bytes. */
export function judgeOurBatches(ours: readonly JavaBatch[], json: string): string | undefined {
  try {
    const values = differentValue(written(ours.flatMap(asJavaCounts)), written(parseBatches(json)), 'batches');
    return values === undefined ? undefined : `read by Java: ${values}`;
  } catch (error) {
    return thrown(error);
  }
}

/** Sizes and checksums follow from how a codec compresses; Java has checked them against the bytes. */
function written(batches: readonly JavaBatch[]): unknown[] {
  return batches.map(({ sizeInBytes, crc, ...rest }) => rest);
}

function thrown(error: unknown): string {
  return `thrown: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}
