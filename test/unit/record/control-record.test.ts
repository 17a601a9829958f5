// Control records by type. That Java's are read and written as Java does: test/golden.
import { describe, expect, it } from 'vitest';
import { buildBatch, buildControlBatch } from '../../../src/record/build-batch.ts';
import { type ControlRecord, readControlRecord } from '../../../src/record/control-record.ts';
import { readBatches } from '../../../src/record/read-batches.ts';
import { errorOf } from './reading.ts';

const DIRECTORY = 'AAECAwQFBgcICQoLDA0ODw';

const every: readonly ControlRecord[] = [
  { type: 'abort', version: 0, coordinatorEpoch: 7 },
  { type: 'commit', version: 0, coordinatorEpoch: 2_147_483_647 },
  {
    type: 'leader-change',
    version: 1,
    leaderId: 2,
    voters: [{ voterId: 1, voterDirectoryId: DIRECTORY }],
    grantingVoters: [],
  },
  { type: 'snapshot-header', version: 0, lastContainedLogTimestamp: 1_700_000_000_000 },
  { type: 'snapshot-footer', version: 0 },
  { type: 'kraft-version', version: 0, kRaftVersion: 1 },
  {
    type: 'voters',
    version: 0,
    voters: [
      {
        voterId: 3,
        voterDirectoryId: DIRECTORY,
        endpoints: [{ name: 'CONTROLLER', host: 'c', port: 9093 }],
        kRaftVersionFeature: { minSupportedVersion: 0, maxSupportedVersion: 1 },
      },
    ],
  },
  { type: 'unknown', typeId: 77, key: Buffer.from([0, 0, 0, 77, 1, 2]), value: null },
];

async function readControls(bytes: Buffer): Promise<ControlRecord[]> {
  const found: ControlRecord[] = [];
  for await (const { messages } of readBatches(bytes)) found.push(...[...messages].map(readControlRecord));
  return found;
}

describe('control records', () => {
  it('are read as what they were written as, several in a batch', async () => {
    expect(await readControls(await buildControlBatch(every))).toEqual(every);
  });

  it('of a layout that is not known yet are read as the last known one, as Java does', async () => {
    const key = Buffer.from([0, 9, 0, 1, 0xaa]);
    const value = Buffer.from([0, 5, 0, 0, 0, 9, 0xbb, 0xcc]);
    const bytes = await buildBatch([{ key, value }], { isControl: true });
    expect(await readControls(bytes)).toEqual([{ type: 'commit', version: 5, coordinatorEpoch: 9 }]);
  });

  it.each([
    ['no key', null, Buffer.alloc(6)],
    ['a key of three bytes', Buffer.alloc(3), Buffer.alloc(6)],
    ['a key of a version below 0', Buffer.from([0xff, 0xff, 0, 0]), Buffer.alloc(6)],
    ['no value', Buffer.alloc(4), null],
    ['a value that is cut', Buffer.alloc(4), Buffer.alloc(5)],
    ['a value of a version below 0', Buffer.alloc(4), Buffer.from([0xff, 0xff, 0, 0, 0, 1])],
    ['more voters than it has room for', Buffer.from([0, 0, 0, 6]), Buffer.from([0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f])],
  ])('with %s are corrupt (trap 19)', async (_name, key, value) => {
    expect(await errorOf(() => readControlRecord({ key, value }))).toMatchObject({ code: 'CORRUPT_BATCH' });
  });
});
