// What must be there before the brokers start. Owns: formatting KRaft storage, running ZooKeeper, and the users
// of SCRAM, which live in the one or the other.
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quietJava } from '../kafka-jars.ts';
import { javaCommand } from '../maven.ts';
import { mustRun } from '../run-command.ts';
import { JavaProcess } from './java-process.ts';
import { type NodeLayout, propertiesText, saslMechanisms, testUser } from './server-properties.ts';

/** Formats one KRaft storage per properties file, all of one new cluster. */
export async function formatStorage(
  classpath: string,
  propertiesFiles: readonly string[],
  options: { readonly withUsers: boolean; readonly voters?: readonly NodeLayout[] | undefined },
): Promise<void> {
  // 16 random bytes, as Kafka's own Uuid; the leading letter keeps it from looking like an option.
  const clusterId = `K${randomBytes(16).toString('base64url').slice(1)}`;
  const { username, password } = testUser;
  const users = options.withUsers
    ? saslMechanisms.flatMap((mechanism) => ['--add-scram', `${mechanism}=[name=${username},password=${password}]`])
    : [];
  const voters = options.voters?.map(
    ({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}:V${randomBytes(16).toString('base64url').slice(1)}`,
  );
  const quorum = voters === undefined ? [] : ['--initial-controllers', voters.join(',')];
  const format = (file: string): Promise<string> =>
    runTool(classpath, 'kafka.tools.StorageTool', ['format', '-t', clusterId, '-c', file, ...users, ...quorum]);
  await Promise.all(propertiesFiles.map(format));
}

/** Starts ZooKeeper in a folder; a broker waits for it by itself. */
export async function startZooKeeper(classpath: string, folder: string, port: number): Promise<JavaProcess> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'zookeeper.properties');
  await writeFile(
    file,
    propertiesText({
      dataDir: join(folder, 'data'),
      clientPort: String(port),
      clientPortAddress: '127.0.0.1',
      'admin.enableServer': 'false',
    }),
  );
  const main = 'org.apache.zookeeper.server.quorum.QuorumPeerMain';
  const server = new JavaProcess([...quietJava, '-cp', classpath, main, file], join(folder, 'zookeeper.log'));
  server.start();
  return server;
}

/** Creates the SCRAM users in ZooKeeper, before any broker needs them. */
export async function addUsersToZooKeeper(classpath: string, address: string): Promise<void> {
  const credentials = saslMechanisms.map((mechanism) => `${mechanism}=[password=${testUser.password}]`).join(',');
  await runTool(classpath, 'kafka.admin.ConfigCommand', [
    '--zookeeper',
    address,
    '--alter',
    '--entity-type',
    'users',
    '--entity-name',
    testUser.username,
    '--add-config',
    credentials,
  ]);
}

function runTool(classpath: string, main: string, args: readonly string[]): Promise<string> {
  // Generous: on a busy machine the tools of three nodes start at once.
  return mustRun(javaCommand(), [...quietJava, '-cp', classpath, main, ...args], { timeoutMs: 180_000 });
}
