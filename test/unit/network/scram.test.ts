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
  await scram.prove(Buffer.from(SERVER_FIRST));
  return scram;
}

describe('ScramConversation', () => {
  it("says what the standard's example says, the broker's nonce once and not twice (trap 41)", async () => {
    const scram = conversation();
    expect(scram.start().toString()).toBe(`n,,n=user,r=${CLIENT_NONCE}`);
    const final = await scram.prove(Buffer.from(SERVER_FIRST));
    expect(final.toString()).toBe(`c=biws,r=${NONCE},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`);
    expect(() => scram.verify(Buffer.from(SERVER_FINAL))).not.toThrow();
  });

  it.each([
    ['a wrong signature', `v=${Buffer.alloc(32).toString('base64')}`],
    ['a short signature', 'v=AAAA'],
    ['no signature', 'x=1'],
    ['an error', 'e=other-error'],
    ['nothing', ''],
  ])('refuses a broker that ends with %s (trap 41)', async (_, final) => {
    const scram = await afterFirst();
    expect(() => scram.verify(Buffer.from(final))).toThrow(
      expect.objectContaining({ code: 'AUTHENTICATION', retriable: false }),
    );
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
    await expect(scram.prove(Buffer.from(first))).rejects.toMatchObject({ code: 'AUTHENTICATION' });
  });

  it('escapes = and , in names', () => {
    const scram = new ScramConversation({ username: 'a=b,c', password: 'p', digest: 'sha512', nonce: 'n' });
    expect(scram.start().toString()).toBe('n,,n=a=3Db=2Cc,r=n');
  });

  it('refuses a signature before it has proved anything', () => {
    const scram = conversation();
    scram.start();
    expect(() => scram.verify(Buffer.from(SERVER_FINAL))).toThrow(expect.objectContaining({ code: 'AUTHENTICATION' }));
  });

  it('reads values that contain = (trap 41)', async () => {
    const nonce = `${CLIENT_NONCE}a=b==`;
    const scram = conversation();
    scram.start();
    const final = await scram.prove(Buffer.from(`r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,x=y=z`));
    expect(final.toString()).toContain(`,r=${nonce},p=`);
  });

  it('derives keys off the event loop (trap 41)', async () => {
    const scram = new ScramConversation({ username: 'u', password: 'p', digest: 'sha512', nonce: 'n' });
    scram.start();
    let turns = 0;
    const tick = setInterval(() => turns++, 1);
    await scram.prove(Buffer.from('r=nn,s=QUJD,i=1000000'));
    clearInterval(tick);
    expect(turns).toBeGreaterThan(5);
  });

  it('says that name and password are a delegation token (KIP-48)', () => {
    const token = { username: 'id', password: 'hmac', digest: 'sha256', nonce: 'n', delegationToken: true } as const;
    expect(new ScramConversation(token).start().toString()).toBe('n,,n=id,r=n,tokenauth=true');
  });

  it('takes a new nonce for each conversation', () => {
    const first = () => new ScramConversation({ username: 'u', password: 'p', digest: 'sha256' }).start().toString();
    expect(first()).not.toBe(first());
  });
});
