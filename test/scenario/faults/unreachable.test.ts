// A broker that cannot be reached: whatever one holds says which address, why, and what to try, within 10 s.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../../../src/index.ts';
import { failure, firstContacts, using } from '../../support/first-contacts.ts';
import { deadAddress, type OddServer, silentServer } from '../../support/odd-servers.ts';
import { runCommand } from '../../support/run-command.ts';

/** What a user waits at most. */
const LIMIT_MS = 10_000;

describe.concurrent.each(firstContacts)('$name', ({ attempt }) => {
  it('names a port where nobody listens, and asks whether the broker runs', async () => {
    const address = await deadAddress();
    const { error, message, tookMs } = await failure(attempt({ brokers: [address] }));
    expect(error).toMatchObject({ code: 'CONNECTION', retriable: true });
    expect(message).toContain(address);
    expect(message).toContain('nothing listens there: is the broker running, and is this its port?');
    expect(tookMs).toBeLessThan(LIMIT_MS);
  });

  it('names a host that does not answer, and says what to check', async () => {
    const server = await silentServer();
    try {
      const { error, message, tookMs } = await failure(attempt({ brokers: [server.address] }));
      expect(error).toMatchObject({ code: 'CONNECTION', retriable: true });
      expect(message).toContain(server.address);
      expect(message).toContain('check the address, the network and firewalls');
      expect(tookMs).toBeLessThan(LIMIT_MS);
    } finally {
      await server.close();
    }
  });

  it('names a host that does not resolve', async () => {
    const { error, message, tookMs } = await failure(attempt({ brokers: ['no-such-broker.invalid:9092'] }));
    expect(error).toMatchObject({ code: 'CONNECTION' });
    expect(message).toContain('no-such-broker.invalid:9092');
    expect(message).toMatch(/name (does not resolve|could not be resolved)/);
    expect(tookMs).toBeLessThan(LIMIT_MS);
  });
});

describe.concurrent('several addresses', () => {
  let silent: OddServer;
  beforeAll(async () => {
    silent = await silentServer();
  });
  afterAll(() => silent.close());

  it('are all named, each with its reason', async () => {
    const dead = await deadAddress();
    const client = new Client({ brokers: [dead, silent.address], startTimeoutMs: 3_000 });
    const { message } = await failure(using(client, () => client.connect()));
    expect(message).toMatch(new RegExp(`${dead}: .*nothing listens there`));
    expect(message).toMatch(new RegExp(`${silent.address}: .*(no answer|within)`));
  });
});

describe.concurrent('npm start', () => {
  it('ends with 1 and the address', async () => {
    const address = await deadAddress();
    const begun = performance.now();
    const { code, stderr } = await runCommand('npm', ['start', '--silent'], { env: { KAFKA_BROKERS: address } });
    expect(stderr).toContain(address);
    expect(stderr).toContain('nothing listens there: is the broker running, and is this its port?');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
    // npm, tsx and Node themselves take their time before anything is dialed.
    expect(performance.now() - begun).toBeLessThan(LIMIT_MS + 10_000);
  });

  it('ends with 1 and the name of a variable that is wrong', async () => {
    const env = { KAFKA_BROKERS: 'localhost' };
    const { code, stderr } = await runCommand('npm', ['start', '--silent'], { env });
    expect(stderr).toContain('environment variable KAFKA_BROKERS is "localhost"; it accepts');
    expect(code).toBe(1);
  });
});
