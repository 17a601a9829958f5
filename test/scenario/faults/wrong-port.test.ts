// A port of another protocol, dialed by mistake: the error says which protocol it is, and what to change.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { failure, firstContacts } from '../../support/first-contacts.ts';
import { httpServer, type OddServer, tlsAlertServer, tlsServer } from '../../support/odd-servers.ts';
import { makeCertificates } from '../../support/real-kafka/certificates.ts';

const LIMIT_MS = 10_000;

let folder: string;
let web: OddServer;
let secured: OddServer;
let alerting: OddServer;
let kafka: EmbeddedKafka;
let ca: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kafka-wire-wrong-port-'));
  // Any certificate and its key make a server; this one is signed by the authority that brokers would have.
  const { caFile, clientCertFile, clientKeyFile } = await makeCertificates(folder);
  ca = await readFile(caFile, 'utf8');
  secured = await tlsServer(await readFile(clientCertFile, 'utf8'), await readFile(clientKeyFile, 'utf8'));
  alerting = await tlsAlertServer();
  web = await httpServer();
  kafka = await EmbeddedKafka.start({ topics: { t: 1 } });
});
afterAll(async () => {
  await Promise.all([web.close(), secured.close(), alerting.close(), kafka.stop()]);
  await rm(folder, { recursive: true, force: true });
});

describe.concurrent.each(firstContacts)('$name', ({ attempt }) => {
  it('says that a web server answers (trap 27)', async () => {
    const { error, message, tookMs } = await failure(attempt({ brokers: [web.address] }));
    expect(error.code).toBe('PROTOCOL');
    expect(message).toContain(web.address);
    expect(message).toContain('the peer answers in HTTP: this is not the port of a Kafka broker');
    expect(tookMs).toBeLessThan(LIMIT_MS);
  });

  it('says that a TLS port dialed as plain text may expect TLS, where it closes without a word', async () => {
    const { error, message, tookMs } = await failure(attempt({ brokers: [secured.address] }));
    expect(error.code).toBe('CONNECTION');
    expect(message).toContain(secured.address);
    expect(message).toContain('it may expect TLS (set the tls option)');
    expect(tookMs).toBeLessThan(LIMIT_MS);
  });

  it('says that a TLS port dialed as plain text speaks TLS, where it sends an alert as brokers do (trap 27)', async () => {
    const { error, message, tookMs } = await failure(attempt({ brokers: [alerting.address] }));
    expect(error.code).toBe('PROTOCOL');
    expect(message).toContain(alerting.address);
    expect(message).toContain('the peer speaks TLS: set the tls option, or use a plain-text port');
    expect(tookMs).toBeLessThan(LIMIT_MS);
  });

  it('says that a plain-text port dialed by TLS expects plain text', async () => {
    const { error, message, tookMs } = await failure(attempt({ brokers: [kafka.bootstrap[0] as string], tls: true }));
    expect(error.code).toBe('CONNECTION');
    expect(message).toContain(kafka.bootstrap[0]);
    expect(message).toContain('is this a plain-text port? then leave the tls option out');
    expect(tookMs).toBeLessThan(LIMIT_MS);
  });

  it('says that a web server dialed by TLS is not what it looks for', async () => {
    const { message, tookMs } = await failure(attempt({ brokers: [web.address], tls: true }));
    expect(message).toContain(web.address);
    expect(message).toContain('the TLS handshake did not complete');
    expect(tookMs).toBeLessThan(LIMIT_MS);
  });

  it('says which option to look at when the certificate is not trusted', async () => {
    const { error, message, tookMs } = await failure(attempt({ brokers: [secured.address], tls: true }));
    expect(error).toMatchObject({ code: 'AUTHENTICATION', retriable: false });
    expect(message).toContain(secured.address);
    expect(message).toContain('check tls.ca');
    expect(tookMs).toBeLessThan(LIMIT_MS);
  });

  it('says that a TLS server behind a trusted certificate does not speak Kafka', async () => {
    const { message, tookMs } = await failure(
      attempt({ brokers: [secured.address], tls: { ca, servername: 'localhost' } }),
    );
    expect(message).toContain(secured.address);
    expect(message).toContain('that a Kafka broker listens there');
    expect(tookMs).toBeLessThan(LIMIT_MS + 900);
  });
});
