import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConnectionOptions, openConnection } from '../../../src/network/open-connection.ts';
import type { SaslMechanism } from '../../../src/network/sasl/mechanism.ts';
import { type SaslOptions, saslSettings } from '../../../src/network/sasl/settings.ts';
import { apiVersionsApi } from '../../../src/protocol/generated/api-versions.ts';
import { saslAuthenticateApi } from '../../../src/protocol/generated/sasl-authenticate.ts';
import { createSaslHandshakeResponse, saslHandshakeApi } from '../../../src/protocol/generated/sasl-handshake.ts';
import { connectionOptions } from '../../support/connection-options.ts';
import { eventually } from '../../support/eventually.ts';
import { saslBroker, scramServer } from '../../support/sasl-script.ts';
import { hangUp, type ScriptedBroker, Trick } from '../../support/scripted-broker.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const PASSWORD = 's3cret=,pass';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function scripted(answer: (bytes: Buffer) => string): Promise<ScriptedBroker> {
  const broker = await saslBroker(answer);
  open.push(broker);
  return broker;
}

async function connected(port: number, changes: Partial<ConnectionOptions> = {}) {
  const connection = await openConnection(connectionOptions(port, changes));
  open.push(connection);
  return connection;
}

const settings = (options: SaslOptions): SaslMechanism => saslSettings('sasl', options) as SaslMechanism;
const plainSasl = settings({ mechanism: 'PLAIN', username: 'alice', password: PASSWORD });
const scramSasl = settings({ mechanism: 'SCRAM-SHA-256', username: 'alice', password: PASSWORD });

describe('SASL', () => {
  it('PLAIN sends name and password, and ignores extra bytes of the answer (trap 42)', async () => {
    const seen: string[] = [];
    const broker = await scripted((bytes) => {
      seen.push(bytes.toString());
      return 'welcome';
    });
    await connected(broker.port, { sasl: plainSasl });
    expect(seen).toEqual([`\0alice\0${PASSWORD}`]);
    expect(broker.received.map(({ api }) => api)).toEqual(['ApiVersions', 'SaslHandshake', 'SaslAuthenticate']);
  });

  it('SCRAM proves the password and checks the broker', async () => {
    const broker = await scripted(scramServer(PASSWORD));
    await expect(connected(broker.port, { sasl: scramSasl })).resolves.toBeDefined();
  });

  it('SCRAM refuses a broker that does not know the password', async () => {
    const broker = await scripted(scramServer(PASSWORD, { signature: true }));
    await expect(connected(broker.port, { sasl: scramSasl })).rejects.toMatchObject({ code: 'AUTHENTICATION' });
    await eventually('no connection', () => broker.open === 0);
  });

  it('a refusal is an AUTHENTICATION error with address, user and reason, and without the password', async () => {
    const broker = await scripted(() => 'refuse:invalid credentials');
    const error = await openConnection(connectionOptions(broker.port, { sasl: plainSasl })).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'AUTHENTICATION', retriable: false });
    expect(error.message).toContain(broker.address);
    expect(error.message).toContain('alice');
    expect(error.message).toContain('invalid credentials');
    const shown = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error) + error.stack;
    expect(shown).not.toContain(PASSWORD);
    expect(shown).not.toContain(Buffer.from(PASSWORD).toString('base64'));
  });

  it('names the mechanisms that the broker accepts', async () => {
    const broker = await scripted(() => '');
    broker.script(saslHandshakeApi, () =>
      createSaslHandshakeResponse({ errorCode: 33, mechanisms: ['GSSAPI', 'PLAIN'] }),
    );
    await expect(connected(broker.port, { sasl: scramSasl })).rejects.toMatchObject({
      code: 'AUTHENTICATION',
      message: expect.stringContaining('GSSAPI, PLAIN'),
    });
  });

  it('says so when the port does not authenticate', async () => {
    const broker = await scripted(() => '');
    broker.script(saslHandshakeApi, () => createSaslHandshakeResponse({ errorCode: 34 }));
    await expect(connected(broker.port, { sasl: scramSasl })).rejects.toMatchObject({
      message: expect.stringContaining('does not authenticate'),
    });
  });

  it('takes a connection closed in the middle as a hint at wrong credentials, but may try again (trap 42)', async () => {
    const broker = await scripted(() => '');
    broker.script(saslAuthenticateApi, () => hangUp);
    await expect(connected(broker.port, { sasl: plainSasl })).rejects.toMatchObject({
      code: 'CONNECTION',
      retriable: true,
      message: expect.stringContaining(
        'PLAIN authentication of "alice": it may have refused the credentials, check them',
      ),
    });
  });

  it('shows the password in no inspection of settings, connection or options', async () => {
    const broker = await scripted(() => 'ok');
    const options = connectionOptions(broker.port, { sasl: plainSasl });
    const connection = await connected(broker.port, { sasl: plainSasl });
    for (const one of [plainSasl, options, connection]) {
      expect(inspect(one, { depth: 20 })).not.toContain(PASSWORD);
      expect(JSON.stringify(one)).not.toContain(PASSWORD);
    }
  });
});
