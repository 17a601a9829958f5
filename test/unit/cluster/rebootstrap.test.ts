// Giving known brokers up for the addresses of first contact (KIP-899, KIP-1102), in virtual time.
import { describe, expect, it } from 'vitest';
import { Rebootstrap } from '../../../src/cluster/rebootstrap.ts';
import { clusterSettings } from '../../../src/cluster/settings.ts';
import { heartbeatApi } from '../../../src/protocol/generated/heartbeat.ts';
import { createMetadataResponse, metadataApi } from '../../../src/protocol/generated/metadata.ts';
import { beat, brokers, cluster } from '../../support/clusters.ts';
import { type ScriptedBroker, silence } from '../../support/scripted-broker.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { ManualClock } from '../base/manual-clock.ts';

function decision(afterMs = 300_000) {
  const clock = new ManualClock();
  const reasons: string[] = [];
  const startAnew = (reason: string): void => void reasons.push(reason);
  return { clock, reasons, rebootstrap: new Rebootstrap({ clock, afterMs, startAnew }) };
}

describe('Rebootstrap', () => {
  it('begins when metadata was asked for and has not come in time, counted from the first asking', () => {
    const { clock, reasons, rebootstrap } = decision();
    rebootstrap.asking();
    clock.advance(200_000);
    rebootstrap.asking();
    clock.advance(99_999);
    expect([reasons, rebootstrap.isStartingAnew]).toEqual([[], false]);
    clock.advance(1);
    expect([reasons, rebootstrap.isStartingAnew]).toEqual([['no metadata has come for 300000 ms'], true]);
  });

  it('waits for nothing while metadata comes, and has no timer then', () => {
    const { clock, reasons, rebootstrap } = decision();
    for (let i = 0; i < 10; i++) {
      expect(rebootstrap.answered(rebootstrap.asking())).toBe(true);
      expect(clock.pending).toBe(0);
      clock.advance(299_000);
    }
    expect(reasons).toEqual([]);
  });

  it('begins once more when the first addresses do not answer either', () => {
    const { clock, reasons, rebootstrap } = decision(1_000);
    rebootstrap.asking();
    clock.advance(3_000);
    clock.advance(1_000);
    expect(reasons).toHaveLength(2);
  });

  it('begins at once when the cluster asks for it, and ends with the next metadata', () => {
    const { clock, reasons, rebootstrap } = decision();
    rebootstrap.demanded(rebootstrap.asking());
    expect([reasons, rebootstrap.isStartingAnew]).toEqual([['the cluster asks for it'], true]);
    expect(rebootstrap.answered(rebootstrap.asking())).toBe(true);
    expect([rebootstrap.isStartingAnew, clock.pending]).toEqual([false, 0]);
  });

  it('believes no answer that was asked for before it began', () => {
    const { reasons, rebootstrap } = decision();
    const [early, late] = [rebootstrap.asking(), rebootstrap.asking()];
    rebootstrap.demanded(early);
    rebootstrap.demanded(late);
    expect(reasons).toHaveLength(1);
    expect(rebootstrap.answered(late)).toBe(false);
    expect(rebootstrap.isStartingAnew).toBe(true);
  });

  it('has a timer that keeps no process alive, and none after close', () => {
    const { clock, rebootstrap } = decision();
    rebootstrap.asking();
    expect(clock.options).toEqual([{ keepAlive: false }]);
    rebootstrap.close();
    expect(clock.pending).toBe(0);
  });
});

/** Moves time on in small steps until something holds; answers how long that took. */
async function elapsed(clock: VirtualClock, limitMs: number, isSo: () => boolean): Promise<number> {
  const begun = clock.monotonic();
  while (!isSo()) {
    if (clock.monotonic() - begun > limitMs) throw new Error(`not within ${limitMs} ms of virtual time`);
    await clock.advance(50);
  }
  return clock.monotonic() - begun;
}

/** A client that knows broker 1 only, and was told of it by an address that is no broker's. */
async function wellKnown(options: { rebootstrapAfterMs?: number } = {}) {
  const clock = new VirtualClock();
  const [known, entry, next] = (await brokers(3)) as [ScriptedBroker, ScriptedBroker, ScriptedBroker];
  known.members = entry.members = [known.members[0]!];
  const one = cluster({ brokers: [entry.address], clock, requestTimeoutMs: 5_000, ...options });
  await one.start();
  await beat(one, 1);
  return { clock, known, entry, next, one, asked: entry.of(metadataApi).length };
}

describe('Cluster', () => {
  it('waits five minutes by default, as Java does', () => {
    expect(clusterSettings({ brokers: ['a:1'] }).rebootstrapAfterMs).toBe(300_000);
    expect(() => clusterSettings({ brokers: ['a:1'], rebootstrapAfterMs: 0 })).toThrow(/rebootstrapAfterMs/);
  });

  it('asks the first addresses when brokers take connections but give no metadata for too long (KIP-1102)', async () => {
    const { clock, known, entry, next, one, asked } = await wellKnown({ rebootstrapAfterMs: 60_000 });
    known.script(metadataApi, () => silence);
    entry.members = [{ nodeId: 7, port: next.port }];
    one.metadata.refreshSoon();
    const tookMs = await elapsed(clock, 90_000, () => one.metadata.broker(7) !== undefined);
    expect(tookMs).toBeGreaterThanOrEqual(60_000);
    expect(known.of(metadataApi).length).toBeGreaterThan(1);
    expect(entry.of(metadataApi).length).toBe(asked + 1);
    await beat(one, 7);
    expect(next.of(heartbeatApi)).toHaveLength(1);
    await elapsed(clock, 5_000, () => known.open === 0);
  });

  it('stays with brokers that answer within the time', async () => {
    const { clock, known, entry, one, asked } = await wellKnown({ rebootstrapAfterMs: 60_000 });
    for (let i = 0; i < 4; i++) {
      let answers = false;
      known.script(metadataApi, () => {
        const member = { nodeId: 1, host: '127.0.0.1', port: known.port, rack: null };
        return answers ? createMetadataResponse({ brokers: [member] }) : silence;
      });
      one.metadata.refreshSoon();
      await clock.advance(40_000);
      answers = true;
      let isThere = false;
      one.metadata.all().then(() => {
        isThere = true;
      });
      await elapsed(clock, 15_000, () => isThere);
    }
    expect(entry.of(metadataApi)).toHaveLength(asked);
  });

  it('sends nothing to given-up brokers while the first addresses do not answer, and says why (KIP-1102)', async () => {
    const { clock, known, entry, one } = await wellKnown();
    known.script(metadataApi, () => createMetadataResponse({ errorCode: 129 }));
    entry.script(metadataApi, () => createMetadataResponse({ errorCode: 129 }));
    await expect(one.metadata.refresh()).rejects.toMatchObject({ code: 'REBOOTSTRAP_REQUIRED' });
    await elapsed(clock, 5_000, () => known.open === 0);
    const before = known.received.length;
    await expect(beat(one, 1)).rejects.toMatchObject({ code: 'CONNECTION', retriable: true });
    expect(known.received).toHaveLength(before);
    // What was known of the cluster is still there to be looked at.
    expect(one.metadata.brokers().map(({ id }) => id)).toEqual([1]);
    const member = { nodeId: 1, host: '127.0.0.1', port: known.port, rack: null };
    entry.script(metadataApi, () => createMetadataResponse({ brokers: [member] }));
    one.metadata.refreshSoon();
    let isBack = false;
    one
      .retry('heartbeat', () => beat(one, 1))
      .then(() => {
        isBack = true;
      });
    await elapsed(clock, 10_000, () => isBack);
  });
});
