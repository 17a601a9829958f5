import { afterEach, describe, expect, it, vi } from 'vitest';
import { dockerEnvironment, environmentName } from '../../support/real-kafka/docker-environment.ts';
import { imageFor } from '../../support/real-kafka/docker-image.ts';

describe('imageFor', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("is the project's own image of the version asked for", () => {
    vi.stubEnv('KAFKA_WIRE_TEST_IMAGE', undefined);
    expect(imageFor('4.4.0')).toBe('apache/kafka:4.4.0');
    expect(imageFor('2.8.2')).toEqual({ notPossible: 'there is no apache/kafka image of Kafka 2.8.2' });
  });

  it.each([
    ['mirror:5000/apache/kafka', 'mirror:5000/apache/kafka:4.4.0'],
    ['mine:4.4.0', 'mine:4.4.0'],
    ['mine:latest', 'mine:latest'],
  ])('is %s where the environment says so', (chosen, image) => {
    vi.stubEnv('KAFKA_WIRE_TEST_IMAGE', chosen);
    expect(imageFor('4.4.0')).toBe(image);
  });

  it('is not an image of another version', () => {
    vi.stubEnv('KAFKA_WIRE_TEST_IMAGE', 'mine:3.9.2');
    expect(imageFor('4.4.0')).toEqual({ notPossible: 'KAFKA_WIRE_TEST_IMAGE=mine:3.9.2 is not Kafka 4.4.0' });
  });
});

describe('the environment of a container', () => {
  it('names properties as the images read them', () => {
    expect(environmentName('log.retention.ms')).toBe('KAFKA_LOG_RETENTION_MS');
    expect(environmentName('listener.name.sasl_ssl.scram-sha-256.x')).toBe(
      'KAFKA_LISTENER_NAME_SASL__SSL_SCRAM___SHA___256_X',
    );
  });

  it("lets the test's properties win", () => {
    const node = { id: 1, count: 1, advertised: '127.0.0.1:1', properties: { 'log.retention.ms': '5' } };
    expect(dockerEnvironment(node)).toMatchObject({ KAFKA_LOG_RETENTION_MS: '5', KAFKA_NODE_ID: '1' });
  });
});
