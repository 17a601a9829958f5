import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cached } from '../../support/cache.ts';

describe('cached', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cache-test-'));
    vi.stubEnv('KAFKA_WIRE_CACHE', folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  const fill = async (partial: string): Promise<void> => writeFileSync(join(partial, 'jar'), 'bytes');

  it('fills an entry once, also for two that ask at the same time', async () => {
    const counting = vi.fn(fill);
    const entries = await Promise.all([cached('jars', 'a', counting), cached('jars', 'a', counting)]);
    expect(await cached('jars', 'a', counting)).toBe(entries[0]);
    expect(entries[1]).toBe(entries[0]);
    expect(counting).toHaveBeenCalledOnce();
    expect(readFileSync(join(entries[0] ?? '', 'jar'), 'utf8')).toBe('bytes');
  });

  it('keeps another recipe apart', async () => {
    expect(await cached('jars', 'a', fill)).not.toBe(await cached('jars', 'b', fill));
  });

  it('has no entry after a fill that failed, and fills it the next time', async () => {
    const failing = async (partial: string): Promise<void> => {
      await fill(partial);
      throw new Error('no network');
    };
    await expect(cached('jars', 'a', failing)).rejects.toThrow('no network');
    expect(readdirSync(await cached('jars', 'a', fill))).toEqual(['jar']);
  });

  it('takes over the lock of a process that died', async () => {
    const { pid } = spawnSync(process.execPath, ['--eval', '']);
    writeFileSync(join(folder, 'fill.lock'), String(pid));
    expect(readdirSync(await cached('jars', 'a', fill))).toEqual(['jar']);
  });

  it('leaves nothing but entries behind', async () => {
    await cached('jars', 'a', fill);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^jars-[0-9a-f]{8}$/)]);
  });
});
