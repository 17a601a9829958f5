// Every message of the specs with its codec, for tests that go through all of them.
import { basename } from 'node:path';
import { moduleOf } from '../../codegen/emit.ts';
import { loadSpecs } from '../../codegen/load.ts';
import type { Message, Spec } from '../../codegen/model.ts';
import { hasVersions, messagesOf } from '../../codegen/model.ts';
import type { Decoder } from '../../src/wire/decoder.ts';
import type { Encoder } from '../../src/wire/encoder.ts';

export interface Codec {
  readonly file: string;
  readonly message: Message;
  readonly encode: (e: Encoder, value: unknown, version: number) => void;
  readonly decode: (d: Decoder, version: number) => unknown;
}

const specs: readonly Spec[] = loadSpecs().filter(hasVersions);

/** All codecs, in the order of the spec files. */
export const codecs: readonly Codec[] = (await Promise.all(specs.map(codecsOf))).flat();

async function codecsOf(spec: Spec): Promise<Codec[]> {
  const file = basename(spec.file);
  const module = (await import(`../../src/${moduleOf(spec)}`)) as Record<string, never>;
  return messagesOf(spec).map((message) => ({
    file,
    message,
    encode: module[`encode${message.name}`] as unknown as Codec['encode'],
    decode: module[`decode${message.name}`] as unknown as Codec['decode'],
  }));
}

/** The versions of a message, in order. */
export function versionsOf({ versions }: Message): number[] {
  return Array.from({ length: versions.last - versions.first + 1 }, (_, index) => versions.first + index);
}
