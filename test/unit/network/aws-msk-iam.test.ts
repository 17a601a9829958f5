import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { openConnection } from '../../../src/network/open-connection.ts';
import { mskPayload, regionOf } from '../../../src/network/sasl/aws-msk-iam.ts';
import { saslSettings } from '../../../src/network/sasl/settings.ts';
import { presign, signingKey } from '../../../src/network/sasl/sigv4.ts';
import { connectionOptions } from '../../support/connection-options.ts';
import { saslBroker } from '../../support/sasl-script.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

// From AWS's documentation and its signing test suite (`v4/*/query-*.txt`).
const EXAMPLE = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const TOKEN = '6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267';
const suite = {
  host: 'example.amazonaws.com',
  region: 'us-east-1',
  service: 'service',
  nowMs: Date.UTC(2015, 7, 30, 12, 36),
  expiresSeconds: 3600,
} as const;

describe('Signature Version 4', () => {
  it.each([
    ['20150830', 'c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9'],
    ['20120215', 'f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d'],
  ])('derives the key that AWS documents for %s', (date, key) => {
    expect(signingKey(EXAMPLE.secretAccessKey, date, 'us-east-1', 'iam').toString('hex')).toBe(key);
  });

  it.each([
    [
      'get-vanilla',
      {},
      EXAMPLE,
      'bb7705b4aa3cb8e8f5e1e0b3d4c0b64030797a313c8ceee43e33117cc43eadc5',
      'e93c787ed7f371d5c6b165c1b38ede9550f4dce4144713e844b25b7192d3865d',
    ],
    [
      'get-vanilla-query-order-key-case',
      { Param2: 'value2', Param1: 'value1' },
      EXAMPLE,
      'b82878ecb2ab7ad194b9fe79b2946c2a36ee1627a219408089b2d774c1a0cedb',
      '86012e2c9ad4d77369f5d81c11f75158aae4f895a085212cc6d3f923d300bed5',
    ],
    [
      'get-vanilla-with-session-token',
      {},
      { ...EXAMPLE, sessionToken: TOKEN },
      'cb30434103085aa9e73780fc60dc9a9df818fd2a7b1de12a9f6f4d791f898761',
      '7ff2b50b376cb4d151970630573d6291dc128cc5c2a12ffb237f73cc53f67b6c',
    ],
  ])('signs %s as the test suite does', (_, query, credentials, hash, signature) => {
    const signed = presign({ ...suite, query, credentials });
    expect(createHash('sha256').update(signed.canonicalRequest).digest('hex')).toBe(hash);
    expect(signed.signature).toBe(signature);
  });
});

describe('AWS_MSK_IAM', () => {
  it('makes the payload that another client makes of the same keys at the same time', () => {
    // Expected by the tests of github.com/segmentio/kafka-go, sasl/aws_msk_iam, which lets AWS's SDK sign.
    const payload = mskPayload({
      host: 'localhost',
      region: 'us-east-1',
      credentials: { accessKeyId: 'ACCESS_KEY', secretAccessKey: 'SECRET_KEY' },
      nowMs: Date.UTC(2021, 9, 14, 13, 5),
      expiresSeconds: 300,
    });
    expect(JSON.parse(String(payload))).toEqual({
      version: '2020_10_22',
      action: 'kafka-cluster:Connect',
      host: 'localhost',
      'user-agent': expect.stringMatching(/^kafka-wire\/\S+ node\/\S+$/),
      'x-amz-algorithm': 'AWS4-HMAC-SHA256',
      'x-amz-credential': 'ACCESS_KEY/20211014/us-east-1/kafka-cluster/aws4_request',
      'x-amz-date': '20211014T130500Z',
      'x-amz-expires': '300',
      'x-amz-signedheaders': 'host',
      'x-amz-signature': '6b8d25f9b45b9c7db9da855a49112d80379224153a27fd279c305a5b7940d1a7',
    });
  });

  it('sends the token of temporary credentials along', () => {
    const credentials = { ...EXAMPLE, sessionToken: TOKEN };
    const payload = mskPayload({ host: 'h', region: 'eu-west-1', credentials, nowMs: suite.nowMs });
    expect(JSON.parse(String(payload))).toMatchObject({ 'x-amz-security-token': TOKEN, 'x-amz-expires': '900' });
  });

  it.each([
    ['b-1.demo.abc123.c2.kafka.eu-west-1.amazonaws.com', 'eu-west-1'],
    ['boot-xyz.c1.kafka-serverless.us-east-1.amazonaws.com', 'us-east-1'],
    ['b-1-public.demo.abc.c3.kafka.ap-southeast-2.amazonaws.com', 'ap-southeast-2'],
    ['b-2.demo.abc.c3.kafka.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
    ['b-2.demo.abc.c3.kafka.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
  ])('finds the region in %s', (host, region) => {
    expect(regionOf(host)).toBe(region);
  });

  it.each(['kafka.internal', '10.0.0.1', 'kafka.eu-west-1.amazonaws.com.evil.test'])(
    'asks for the region where %s does not tell it',
    (host) => {
      expect(() => regionOf(host)).toThrow(
        expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining('sasl.region') }),
      );
    },
  );

  it('asks a provider for keys at every authentication, and signs for the host without its last dot', async () => {
    const seen: Record<string, string>[] = [];
    const broker = await saslBroker((bytes) => {
      seen.push(JSON.parse(bytes.toString()));
      return '{"version":"2020_10_22","request-id":"1"}';
    });
    open.push(broker);
    let calls = 0;
    const sasl = saslSettings('sasl', {
      mechanism: 'AWS_MSK_IAM',
      region: 'eu-west-1',
      // As AWS's SDK gives them.
      credentials: async () => ({ accessKeyId: `KEY${++calls}`, secretAccessKey: 's', expiration: new Date() }),
    });
    for (let i = 0; i < 2; i++)
      open.push(await openConnection(connectionOptions(broker.port, { sasl, host: 'localhost' })));
    expect(seen.map((fields) => fields['x-amz-credential']?.split('/')[0])).toEqual(['KEY1', 'KEY2']);
    expect(seen[0]).toMatchObject({ host: 'localhost' });
  });

  it.each([
    ['no key', {}, /accessKeyId/],
    ['no secret', { accessKeyId: 'A' }, /secretAccessKey/],
    ['an empty token', { accessKeyId: 'A', secretAccessKey: 'S', sessionToken: '' }, /sessionToken/],
  ])('refuses credentials with %s', (_, credentials, message) => {
    const check = () => saslSettings('sasl', { mechanism: 'AWS_MSK_IAM', credentials: credentials as never });
    expect(check).toThrow(expect.objectContaining({ code: 'CONFIG', message: expect.stringMatching(message) }));
  });
});
