// Options of a connection for tests; each test names what it is about.
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/logger.ts';
import type { ConnectionOptions } from '../../src/network/open-connection.ts';

export function connectionOptions(port: number, changes: Partial<ConnectionOptions> = {}): ConnectionOptions {
  return {
    host: '127.0.0.1',
    port,
    clientId: 'test',
    requestTimeoutMs: 10_000,
    connectTimeoutMs: 5_000,
    maxResponseBytes: 1 << 20,
    maxInFlight: 8,
    clock: systemClock,
    logger: silentLogger,
    ...changes,
  };
}
