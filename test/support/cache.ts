// What tests fetch once and keep: jars, runtimes, compilers. Owns: where it lies, and that two processes
// filling it at once do not harm each other. Invariant: an entry is whole or absent, because it arrives by rename;
// the lock only spares double work (and keeps two Mavens out of one local repository).
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PAUSE_MS = 100;

/** The folder for everything fetched; `KAFKA_WIRE_CACHE` moves it. */
export function cacheFolder(): string {
  return (
    process.env['KAFKA_WIRE_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'kafka-wire')
  );
}

/**
 * The folder of one entry, filled on first use. `recipe` is what determines the contents: another recipe is
 * another folder. `fill` gets an empty folder and may take minutes; only one process runs a `fill` at a time.
 */
export async function cached(name: string, recipe: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const digest = createHash('sha256').update(recipe).digest('hex').slice(0, 8);
  const entry = join(cacheFolder(), `${name}-${digest}`);
  if (existsSync(entry)) return entry;
  await mkdir(cacheFolder(), { recursive: true });
  const unlock = await lock(join(cacheFolder(), 'fill.lock'));
  try {
    if (existsSync(entry)) return entry;
    const partial = `${entry}.partial-${randomUUID()}`;
    try {
      await mkdir(partial);
      await fill(partial);
      // (Another process may have been faster where a dead owner's lock was taken over twice.)
      if (!existsSync(entry)) await rename(partial, entry);
      return entry;
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  } finally {
    await unlock();
  }
}

/** Waits for a lock file that holds its owner's pid, linked in place so that it is never seen empty. A dead owner's is removed. */
async function lock(path: string): Promise<() => Promise<void>> {
  const own = `${path}-${randomUUID()}`;
  await writeFile(own, String(process.pid));
  try {
    for (;;) {
      try {
        await link(own, path);
        return () => rm(path, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = Number(await readFile(path, 'utf8').catch(() => ''));
      if (owner > 0 && !isAlive(owner)) await rm(path, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  } finally {
    await rm(own);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
