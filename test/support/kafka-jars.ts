// Which jars make a Kafka of a given version. Owns: Maven coordinates and the quirks of single releases.
import { type Coordinates, jars } from './maven.ts';
import { isAtLeast } from './real-kafka/real-kafka.ts';

// Without a binding SLF4J drops what a broker says when it cannot start. This one writes to stderr.
const LOGGING: Coordinates = 'org.slf4j:slf4j-simple:1.7.36';

// 4.4.0 asks for kafka-tools-api 4.4.0 and would go with kafka-tools 4.4.0; Maven Central has neither.
const LAST_TOOLS = '4.3.1';

/** Classpath of the broker, with ZooKeeper for the releases that need it. */
export function brokerJars(version: string): Promise<string> {
  return jars({
    name: `kafka-${version}`,
    artifacts: [`org.apache.kafka:kafka_2.13:${version}`, LOGGING],
    pinned: isAtLeast(version, 4, 4) ? [`org.apache.kafka:kafka-tools-api:${LAST_TOOLS}`] : [],
  });
}

/** Classpath of the command-line tools of a version; the nearest published ones where it has none of its own. */
export function toolJars(version: string): Promise<string> {
  const published = isAtLeast(version, 4, 4) ? LAST_TOOLS : version;
  return jars({
    name: `kafka-tools-${published}`,
    artifacts: [
      `org.apache.kafka:kafka-tools:${published}`,
      // Before 4.0 the console tools were still part of the server.
      ...(isAtLeast(published, 4, 0) ? [] : [`org.apache.kafka:kafka_2.13:${published}` as const]),
      LOGGING,
    ],
  });
}

/** JVM options that keep the logs to warnings and the heap small. */
export const quietJava: readonly string[] = [
  '-Xmx512m',
  '-XX:+UseSerialGC',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS',
];
