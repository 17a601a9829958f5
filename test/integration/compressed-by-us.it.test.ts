// Kafka's own compression classes read what our codecs write. Needs a JDK and Maven, no broker.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kafkaClients } from '../../codegen/verify/kafka-clients.ts';
import { type Compression, codecOf } from '../../src/record/compression/codecs.ts';
import { sha256 } from '../golden/compression/compressed-vectors.ts';
import { whyNoJava } from '../support/maven.ts';

const JAVA = join(import.meta.dirname, '../golden/compression/GoldenCompression.java');
const JAVA_MS = 120_000;
const isCi = !['', '0', 'false'].includes(process.env['CI'] ?? '');

const codecs: readonly Compression[] = [
  'gzip',
  'snappy',
  'lz4',
  'zstd',
  { type: 'gzip', level: 1 },
  { type: 'zstd', level: 22 },
];
/** Around the block sizes of snappy and lz4, and far beyond. */
const sizes = [1, 100, 32_767, 32_768, 32_769, 65_535, 65_536, 65_537, 131_072, 1_500_000];

/** Half text, half noise: blocks that shrink and blocks that do not. */
function data(size: number): Buffer {
  const bytes = Buffer.alloc(size, '{"order":17,"state":"paid"}');
  let state = size;
  for (let at = size >> 1; at < size; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

async function linesOf(compression: Compression): Promise<string[]> {
  const codec = codecOf(compression)!;
  return await Promise.all(
    sizes.map(async (size) => {
      const bytes = data(size);
      const packed = await codec.compress([bytes.subarray(0, size >> 2), bytes.subarray(size >> 2)]);
      return `${codec.name} 2 ours-${size} ${size} ${sha256(bytes)} ${packed.toString('hex')}`;
    }),
  );
}

// Where CI is set a missing Java is a failure, elsewhere a reason to skip.
describe.skipIf(!isCi && (await whyNoJava()) !== undefined)('Kafka’s own classes', () => {
  it('read what every codec writes, around every block size', { timeout: JAVA_MS }, async () => {
    const lines = (await Promise.all(codecs.map(linesOf))).flat();
    const read = (input: readonly string[]): string =>
      execFileSync('java', ['-cp', kafkaClients().classPath, JAVA, 'read'], {
        input: input.join('\n'),
        encoding: 'utf8',
      });
    const [first, ...others] = lines;
    // One that is wrong, so that it is known to look.
    const wrong = first!.replace('ours-1 1 ', 'ours-1 2 ');
    expect(read([wrong, ...others])).toBe(`gzip ours-1 differs\n${lines.length} checked\n`);
    expect(read(lines)).toBe(`${lines.length} checked\n`);
  });
});
