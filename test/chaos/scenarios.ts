// Every scenario of `npm run chaos`, by name.
import type { Scenario, Timetable } from './scenario.ts';
import { TransactionWork } from './transactions/transaction-work.ts';
import { pickSize } from './write/numbered-record.ts';
import { type WriteLoad, WriteWork } from './write/write-work.ts';

const MOST_RECORDS = 4;

/** Two writers with several calls under way, records of 100 B to 1 MB. */
const mixed: WriteLoad = {
  writers: [{}, { compression: 'lz4', lingerMs: 20 }],
  pauseMs: 40,
  shape: (pick) => ({
    depth: 4,
    sizes: () => Array.from({ length: 1 + Math.floor(pick() * MOST_RECORDS) }, () => pickSize(pick)),
  }),
};

/** One writer, one call of 50 small records at a time for each partition. */
const plain: WriteLoad = {
  writers: [{}],
  pauseMs: 5,
  shape: () => ({ depth: 1, sizes: () => new Array<number>(50).fill(100) }),
};

/** Brokers come back before the cluster has noticed, or after leaders have moved. */
const mixedDeaths: Timetable = {
  calmMs: [300, 1_500],
  absencesMs: [
    [300, 2_000],
    [300, 2_000],
    [300, 2_000],
    [9_000, 11_000],
  ],
  secondDeath: 0.2,
  movesPerDeath: 1,
};

export const scenarios: Readonly<Record<'write' | 'write-plain' | 'transactions', Scenario>> = {
  write: {
    about: 'records of 100 B to 1 MB, several calls at a time, brokers that die for a moment or for long, leader moves',
    timetable: mixedDeaths,
    begin: (ground) => WriteWork.begin(ground, mixed),
  },
  'write-plain': {
    about: 'batches of 50 small records, one call at a time for each partition; every 13 s a broker dies for 4 s',
    timetable: { calmMs: [9_000, 9_000], absencesMs: [[4_000, 4_000]], secondDeath: 0, movesPerDeath: 0 },
    begin: (ground) => WriteWork.begin(ground, plain),
  },
  transactions: {
    about: 'three members read, process and write in transactions; members are killed, frozen and replaced, too',
    timetable: mixedDeaths,
    begin: (ground) => TransactionWork.begin(ground),
  },
};
