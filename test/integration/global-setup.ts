// Starts the brokers that all integration tests share, once per run. Owns: which versions, and that their absence
// is said aloud: skipped tests on a workstation, a failure where CI is set.
import type { TestProject } from 'vitest/node';
import { environmentAddresses } from '../support/real-kafka/from-environment.ts';
import type { RealKafka } from '../support/real-kafka/real-kafka.ts';
import { NoRealKafka, startRealKafka } from '../support/real-kafka/start-real-kafka.ts';
import '../support/real-kafka/provided.ts';

const NEWEST = '4.4.0';
const OLDEST = '2.8.2';

/** Called by vitest before the first test file; what it returns is called after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kafkas: RealKafka[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(kafkas.map((kafka) => kafka.stop()));
  };
  let missing = '';
  try {
    for (const version of wantedVersions()) kafkas.push(await startRealKafka({ version }));
  } catch (error) {
    const skips = error instanceof NoRealKafka && !isCi();
    if (!skips || kafkas.length > 0) {
      await stop();
      throw error;
    }
    missing = error.message;
    console.warn(`integration tests are skipped: ${missing}`);
  }
  project.provide(
    'realKafkas',
    kafkas.map(({ version, how, bootstrap }) => ({ version, how, bootstrap })),
  );
  project.provide('noRealKafka', missing);
  return stop;
}

/** KAFKA_WIRE_TEST_VERSIONS, or the newest, with the oldest where CI is set. Addresses name one cluster, so one version. */
function wantedVersions(): string[] {
  const chosen = process.env['KAFKA_WIRE_TEST_VERSIONS'] ?? (isCi() ? `${NEWEST},${OLDEST}` : NEWEST);
  const versions = chosen
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  for (const version of versions) {
    if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`KAFKA_WIRE_TEST_VERSIONS: ${version} is not like 4.4.0`);
  }
  if (versions.length === 0) throw new Error('KAFKA_WIRE_TEST_VERSIONS names no version');
  return environmentAddresses().length > 0 ? versions.slice(0, 1) : versions;
}

function isCi(): boolean {
  const value = process.env['CI'] ?? '';
  return value !== '' && value !== 'false' && value !== '0';
}
