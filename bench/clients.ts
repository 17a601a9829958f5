// Who takes part in a run, and how each gets its packages.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface Contestant {
  readonly name: string;
  /** Module with the adapter. */
  readonly url: string;
  /** Module with the adapter of the codec scenario. */
  readonly codecUrl: string;
  /** Module with the adapter of the connection scenario. */
  readonly connectionUrl: string;
  /** Folder with a package.json of its own, installed on demand. */
  readonly peer?: string;
}

const at = (path: string): string => new URL(path, import.meta.url).href;

/** All clients that the harness knows, in the order of the table. */
export const contestants: readonly Contestant[] = [
  {
    name: 'kafka-wire',
    url: at('./clients/kafka-wire.ts'),
    codecUrl: at('./clients/kafka-wire-codec.ts'),
    connectionUrl: at('./clients/kafka-wire-connection.ts'),
  },
  {
    name: 'floor',
    url: at('./floor/adapter.ts'),
    codecUrl: at('./floor/codec.ts'),
    connectionUrl: at('./floor/connection.ts'),
  },
  {
    name: 'kafkajs',
    url: at('./peers/kafkajs/adapter.mjs'),
    codecUrl: at('./peers/kafkajs/codec.mjs'),
    connectionUrl: at('./peers/kafkajs/connection.mjs'),
    peer: 'kafkajs',
  },
  {
    name: 'platformatic',
    url: at('./peers/platformatic/adapter.mjs'),
    codecUrl: at('./peers/platformatic/codec.mjs'),
    connectionUrl: at('./peers/platformatic/connection.mjs'),
    peer: 'platformatic',
  },
];

/** Installs a peer's packages into its own folder, once; they are never part of this package's dependencies. */
export function install(contestant: Contestant): void {
  if (contestant.peer === undefined) return;
  const folder = join(import.meta.dirname, 'peers', contestant.peer);
  if (existsSync(join(folder, 'node_modules'))) return;
  console.log(`installing ${contestant.name} into bench/peers/${contestant.peer}`);
  const done = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`npm install for ${contestant.name} failed:\n${done.stderr}`);
}
