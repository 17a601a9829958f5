// Brokers found by names of your own: a resolver in place of DNS, an address that is dead, and a job with a deadline.
//
//     npx tsx examples/through-a-resolver.ts          (in your own project, import from 'kafka-wire')
import { Client, Dialer, type ResolveFunction } from '../src/index.ts';
import { onKafka } from './support/on-kafka.ts';

await onKafka({ orders: 2 }, async ({ brokers, ...security }, { orders }) => {
  // What a service registry would answer. Nothing listens at the first address: the second is tried at once.
  const registry = new Map([['kafka.orders.internal', ['127.0.0.1:1', brokers[0] as string]]]);
  const resolve: ResolveFunction = (host) => registry.get(host) ?? [host];

  const dialer = new Dialer({ ...security, resolve, deadline: Date.now() + 15_000 });
  for (const found of await dialer.lookupPartitions('kafka.orders.internal', orders)) {
    const conn = await dialer.dialPartition(found);
    try {
      conn.setDeadline(Date.now() + 5_000);
      await conn.write(`for partition ${found.partition}`);
      console.log(`broker ${conn.broker?.id}: ${await conn.read()}`);
    } finally {
      await conn.close();
    }
  }

  const client = new Client({ ...security, brokers: ['kafka.orders.internal:9092'], resolve });
  try {
    const { partitions } = await client.topic(orders);
    console.log(`the client sees ${partitions.length} partitions`);
  } finally {
    await client.close();
  }
});
