// Makes vectors.txt again, by Kafka's own compression classes. Part of `npm run goldens`. Our codecs have no part in it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KAFKA_VERSION, kafkaClients, runJava } from '../../../codegen/verify/kafka-clients.ts';

const HEAD = `# Made by Java's own classes (kafka-clients ${KAFKA_VERSION}): npm run goldens. Do not edit.\n`;

const made = runJava(kafkaClients(), join(import.meta.dirname, 'GoldenCompression.java'), []);
writeFileSync(join(import.meta.dirname, 'vectors.txt'), HEAD + made);
console.log(`wrote ${made.split('\n').length - 1} vectors to ${import.meta.dirname}`);
