// AWS_MSK_IAM: a presigned request as proof of an AWS identity, for Amazon MSK. Owns: the payload, and finding the region.
import { KafkaError } from '../../base/errors.ts';
import { nameOption } from '../../base/options.ts';
import { CLIENT_SOFTWARE_NAME, CLIENT_SOFTWARE_VERSION } from '../client-software.ts';
import type { SaslMechanism } from './mechanism.ts';
import { type AwsCredentials, presign } from './sigv4.ts';

const SERVICE = 'kafka-cluster';
const ACTION = 'kafka-cluster:Connect';
const PAYLOAD_VERSION = '2020_10_22';
/** As AWS's own library: the signature is used at once, the margin is for clocks that differ. */
const EXPIRES_SECONDS = 900;
const USER_AGENT = `${CLIENT_SOFTWARE_NAME}/${CLIENT_SOFTWARE_VERSION} node/${process.versions.node}`;

/** `b-1.name.abc.c2.kafka.eu-west-1.amazonaws.com`, serverless and the Chinese domain too. */
const HOST = /\.kafka(?:-serverless)?\.([a-z]{2}(?:-[a-z]+)+-\d+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/;

/** `credentials` are asked for at every authentication. */
export function awsMskIam(
  region: string | undefined,
  credentials: (signal: AbortSignal) => Promise<AwsCredentials>,
): SaslMechanism {
  return {
    name: 'AWS_MSK_IAM',
    async authenticate(session) {
      // The name in the signature is that of the certificate: without the dot of a fully qualified name.
      const host = session.host.replace(/\.$/, '');
      const where = region ?? regionOf(host);
      const given = await credentials(session.signal);
      session.identify(given.accessKeyId);
      const nowMs = session.clock.now();
      // The answer is a JSON document with the id of the request, of use to AWS's support only.
      await session.exchange(mskPayload({ host, region: where, credentials: given, nowMs }));
    },
  };
}

/** What is sent. */
export function mskPayload(what: {
  readonly host: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
  readonly nowMs: number;
  readonly expiresSeconds?: number;
}): Buffer {
  const { query, signature } = presign({
    expiresSeconds: EXPIRES_SECONDS,
    ...what,
    service: SERVICE,
    query: { Action: ACTION },
  });
  const { Action: action, ...signed } = query;
  const fields: Record<string, string> = {
    version: PAYLOAD_VERSION,
    host: what.host,
    'user-agent': USER_AGENT,
    action: action as string,
  };
  for (const [name, value] of Object.entries(signed)) fields[name.toLowerCase()] = value;
  fields['x-amz-signature'] = signature;
  return Buffer.from(JSON.stringify(fields));
}

/** The region that an MSK broker's name tells. */
export function regionOf(host: string): string {
  const region = HOST.exec(host)?.[1];
  if (region !== undefined) return region;
  const message = `option sasl.region is not set, and the host name ${JSON.stringify(host)} does not tell the AWS region`;
  throw new KafkaError('CONFIG', message);
}

/** Checks what an option or a function gave. No error shows a key. */
export function checkAwsCredentials(name: string, given: AwsCredentials): AwsCredentials {
  if (typeof given !== 'object' || given === null) {
    throw new KafkaError('CONFIG', `option ${name} must be { accessKeyId, secretAccessKey, sessionToken }`);
  }
  const { accessKeyId, secretAccessKey, sessionToken } = given;
  nameOption(`${name}.accessKeyId`, accessKeyId);
  if (typeof secretAccessKey !== 'string' || secretAccessKey.length === 0) {
    throw new KafkaError('CONFIG', `option ${name}.secretAccessKey must be a non-empty string`);
  }
  if (sessionToken !== undefined && (typeof sessionToken !== 'string' || sessionToken.length === 0)) {
    throw new KafkaError('CONFIG', `option ${name}.sessionToken must be a non-empty string or undefined`);
  }
  return { accessKeyId, secretAccessKey, sessionToken };
}
