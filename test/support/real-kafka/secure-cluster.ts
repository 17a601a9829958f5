// Three brokers with every listener, re-authentication after ten seconds, ACLs, and certificates that nobody should accept.
// Owns: what a test of security or administration may rely on. Needs local Java.
import { dirname } from 'node:path';
import { makeOddCertificates, type OddCertificates } from './certificates.ts';
import { isAtLeast, type RealKafka, type SecuredListeners } from './real-kafka.ts';
import { startRealKafka } from './start-real-kafka.ts';

/** A cluster with every listener; the caller stops it. */
export interface SecureCluster extends RealKafka {
  readonly secured: SecuredListeners;
  readonly odd: OddCertificates;
}

export interface SecureClusterOptions {
  /** @default '4.4.0' */
  readonly version?: string;
  /** @default 3 */
  readonly nodes?: 1 | 3;
  /** Longest life of a SASL session, milliseconds. @default 10 000 */
  readonly sessionMs?: number;
  /** Added to, and stronger than, what is set here. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** The SSL listener demands a client certificate here; who has no ACL against them may do everything. */
export async function startSecureCluster(options: SecureClusterOptions = {}): Promise<SecureCluster> {
  const { version = '4.4.0', nodes = 3, sessionMs = 10_000 } = options;
  const isKraft = isAtLeast(version, 3, 3);
  const kafka = await startRealKafka({
    version,
    nodes,
    listeners: 'all',
    properties: {
      'connections.max.reauth.ms': String(sessionMs),
      'listener.name.ssl.ssl.client.auth': 'required',
      'authorizer.class.name': isKraft
        ? 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'
        : 'kafka.security.authorizer.AclAuthorizer',
      'super.users': 'User:ANONYMOUS;User:alice',
      'allow.everyone.if.no.acl.found': 'true',
      // One name before 3.0, the other since.
      'delegation.token.secret.key': 'test-token-secret',
      ...(isAtLeast(version, 3, 0) ? {} : { 'delegation.token.master.key': 'test-token-secret' }),
      ...options.properties,
    },
  });
  if (kafka.secured === undefined) throw new Error(`${kafka.how} gives no secured listeners`);
  return { ...kafka, secured: kafka.secured, odd: await makeOddCertificates(dirname(kafka.secured.caFile)) };
}
