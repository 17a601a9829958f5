import { describe, expect, it } from 'vitest';
import { ScramConversation } from '../../../src/network/sasl/scram.ts';

// The example of RFC 7677 section 3.
const CLIENT_NONCE = 'rOprNGfwEbeRWgbNEkqO';
const NONCE = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
const SERVER_FIRST = `r=${NONCE},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`;
const SERVER_FINAL = 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=';

const conversation = (): ScramConversation =>
  new ScramConversation({ username: 'user', password: 'pencil', digest: 'sha256', nonce: CLIENT_NONCE });

async function afterFirst(): Promise<ScramConversation> {
  const scram = conversation();
  scram.start();
  await scram.next(Buffer.from(SERVER_FIRST));
  return scram;
}

describe('ScramConversation', () => {
  it("says what the standard's example says, the nonce once and not twice", async () => {
    const scram = conversation();
    expect(scram.start().toString()).toBe(`n,,n=user,r=${CLIENT_NONCE}`);
    const final = await scram.next(Buffer.from(SERVER_FIRST));
    expect(final?.toString()).toBe(`c=biws,r=${NONCE},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`);
    expect(scram.complete).toBe(false);
    expect(await scram.next(Buffer.from(SERVER_FINAL))).toBeUndefined();
    expect(scram.complete).toBe(true);
  });

  it.each([
    ['a wrong signature', `v=${Buffer.alloc(32).toString('base64')}`],
    ['a short signature', 'v=AAAA'],
    ['no signature', 'x=1'],
    ['an error', 'e=other-error'],
  ])('refuses a broker that ends with %s', async (_, final) => {
    const scram = await afterFirst();
    await expect(scram.next(Buffer.from(final))).rejects.toMatchObject({ code: 'AUTHENTICATION', retriable: false });
    expect(scram.complete).toBe(false);
  });

  it.each([
    ['a nonce of its own', 'r=somethingelse,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'],
    ['our nonce alone', `r=${CLIENT_NONCE},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`],
    ['too few iterations', `r=${NONCE},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1`],
    ['iterations without end', `r=${NONCE},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000000000`],
    ['iterations that are no number', `r=${NONCE},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=many`],
    ['no salt', `r=${NONCE},i=4096`],
    ['an unknown extension', `m=ext,r=${NONCE},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`],
    ['an error', 'e=unknown-user'],
    ['nothing', ''],
  ])('refuses a broker that begins with %s', async (_, first) => {
    const scram = conversation();
    scram.start();
    await expect(scram.next(Buffer.from(first))).rejects.toMatchObject({ code: 'AUTHENTICATION' });
  });

  it('escapes = and , in names', () => {
    const scram = new ScramConversation({ username: 'a=b,c', password: 'p', digest: 'sha512', nonce: 'n' });
    expect(scram.start().toString()).toBe('n,,n=a=3Db=2Cc,r=n');
  });

  it('takes a new nonce for each conversation', () => {
    const first = () => new ScramConversation({ username: 'u', password: 'p', digest: 'sha256' }).start().toString();
    expect(first()).not.toBe(first());
  });
});
