/** What this client calls itself to brokers (KIP-511); a test keeps it equal to package.json. */
export const CLIENT_SOFTWARE_NAME = 'kafka-wire';
export const CLIENT_SOFTWARE_VERSION = '0.1.0';
