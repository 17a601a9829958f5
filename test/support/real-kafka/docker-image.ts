// Which image serves a version. Owns: KAFKA_WIRE_TEST_IMAGE and whether the image can be had.
import type { ContainerRuntimeClient } from 'testcontainers';
import { isAtLeast, type NotPossible } from './real-kafka.ts';

const VARIABLE = 'KAFKA_WIRE_TEST_IMAGE';
const DEFAULT_IMAGE = 'apache/kafka';

/**
 * The image for a Kafka version. `KAFKA_WIRE_TEST_IMAGE` replaces the name: without a tag the version becomes the
 * tag; with one, the image serves that version alone, or any version when the tag is none (`mine:latest`).
 */
export function imageFor(version: string): string | NotPossible {
  const chosen = process.env[VARIABLE] ?? DEFAULT_IMAGE;
  const tag = /:([^/]+)$/.exec(chosen)?.[1];
  if (tag !== undefined) {
    const isOther = /^\d+\.\d+\.\d+$/.test(tag) && tag !== version;
    return isOther ? { notPossible: `${VARIABLE}=${chosen} is not Kafka ${version}` } : chosen;
  }
  // The project has published images since 3.7.0 (KIP-975).
  if (!isAtLeast(version, 3, 7)) return { notPossible: `there is no ${chosen} image of Kafka ${version}` };
  return `${chosen}:${version}`;
}

/** Fetches the image unless the engine has it; answers why it cannot be had, or undefined. */
export async function whyNoImage(client: ContainerRuntimeClient, image: string): Promise<string | undefined> {
  const { ImageName } = await import('testcontainers');
  const name = ImageName.fromString(image);
  if (await client.image.exists(name)) return undefined;
  try {
    await client.image.pull(name);
    return undefined;
  } catch (error) {
    return `the image ${image} cannot be fetched (${(error as Error).message})`;
  }
}
