// Brings Java's own Kafka client to this machine, once: Maven copies the jars into a cache folder of the user.
// Owns: the version that everything is compared with. Must not know what is done with the jars.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The Kafka release whose message definitions, error codes and bytes are the reference. */
export const KAFKA_VERSION = '4.4.0';

/** kafka-clients compiles its JSON converters against Jackson, but leaves it to others to bring it. */
const JACKSON_VERSION = '2.21.7';

/** Where the jars are, and what can be run with them. */
export interface KafkaClients {
  /** The jar of kafka-clients itself. */
  readonly jar: string;
  /** A class path with the jar and all that it needs. */
  readonly classPath: string;
  /** A folder with the official message definitions, one JSON file each. */
  readonly messages: string;
}

/** The jars from the cache; fetched by Maven where they are not there yet. */
export function kafkaClients(): KafkaClients {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'kafka-wire');
  const home = join(cache, `kafka-clients-${KAFKA_VERSION}-jackson-${JACKSON_VERSION}`);
  if (!existsSync(home)) fetchInto(cache, home);
  const libs = join(home, 'libs');
  return {
    jar: join(libs, jarName()),
    classPath: join(libs, '*'),
    messages: join(home, 'definitions/common/message'),
  };
}

/** Runs a Java source file of ours with the jars and gives back what it printed. */
export function runJava(clients: KafkaClients, source: string, args: readonly string[]): string {
  return run('java', ['-cp', clients.classPath, source, ...args], 'a JDK of version 17 or later is needed');
}

/** Fills a folder aside and renames it, so that a cache that exists is a cache that is whole. */
function fetchInto(cache: string, home: string): void {
  mkdirSync(cache, { recursive: true });
  const making = mkdtempSync(join(cache, 'making-'));
  try {
    const pom = join(making, 'pom.xml');
    writeFileSync(pom, pomText());
    const libs = join(making, 'libs');
    run(
      'mvn',
      ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${libs}`],
      'Maven is needed, and a way to a Maven repository',
    );
    if (!readdirSync(libs).includes(jarName())) throw new Error(`Maven brought no ${jarName()}`);
    const definitions = join(making, 'definitions');
    mkdirSync(definitions);
    run('jar', ['xf', join(libs, jarName()), 'common/message'], 'a JDK is needed', definitions);
    renameSync(making, home);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

function jarName(): string {
  return `kafka-clients-${KAFKA_VERSION}.jar`;
}

function pomText(): string {
  const dependency = (group: string, artifact: string, version: string): string =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '<modelVersion>4.0.0</modelVersion>',
    '<groupId>kafka-wire</groupId><artifactId>reference</artifactId><version>1</version><packaging>pom</packaging>',
    '<dependencies>',
    dependency('org.apache.kafka', 'kafka-clients', KAFKA_VERSION),
    dependency('com.fasterxml.jackson.core', 'jackson-databind', JACKSON_VERSION),
    '</dependencies>',
    '</project>',
    '',
  ].join('\n');
}

function run(command: string, args: readonly string[], needed: string, cwd?: string): string {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
    });
  } catch (error) {
    // What the program said is the whole story: the error's own stack and copies of the output would bury it.
    const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
    const said = `${stdout ?? ''}${stderr ?? ''}`.trim();
    throw new Error(`${command} failed; ${needed}\n${said === '' ? message : said}`);
  }
}
