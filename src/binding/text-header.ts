// Header values as UTF-8 text: written with a cap, read as what a stranger may have sent.

/** Longest error name that is written to a header, bytes. */
export const MAX_NAME_BYTES = 128;
/** Longest error message that is written to a header, bytes. */
export const MAX_MESSAGE_BYTES = 1024;
/** Longest text that is taken from a header of ours, bytes: topic names have at most 249, groups are kept shorter. */
const MAX_READ_BYTES = 1024;

/** A header to be written. */
export type TextHeader = readonly [name: string, value: Buffer];

/** Text as bytes, cut to at most `maxBytes` between two characters. */
export function cappedText(text: string, maxBytes: number): Buffer {
  // A character has a byte at least, so the rest of a huge text need not be encoded.
  const bytes = Buffer.from(text.slice(0, maxBytes), 'utf8');
  if (bytes.length <= maxBytes) return bytes;
  let end = maxBytes;
  // 10xxxxxx continues a character.
  while (end > 0 && ((bytes[end] as number) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}

/** A header with text. */
export function textHeader(name: string, value: string | number, maxBytes: number = MAX_READ_BYTES): TextHeader {
  return [name, cappedText(String(value), maxBytes)];
}

/** The text of a header; undefined where it is missing, null, empty or longer than anything we write. */
export function readText(value: Buffer | null | undefined): string | undefined {
  if (value === undefined || value === null || value.length === 0 || value.length > MAX_READ_BYTES) return undefined;
  return value.toString('utf8');
}

/** A whole number from `min` to `max`; undefined for anything else. */
export function readInteger(value: Buffer | null | undefined, min: number, max: number): number | undefined {
  if (value === undefined || value === null || value.length === 0 || value.length > 17) return undefined;
  const text = value.toString('latin1');
  if (!/^-?\d{1,16}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= min && number <= max ? number : undefined;
}
