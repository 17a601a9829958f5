// A proxy that prints what a client asks a broker for: frames and headers, without loading any codec.
//
//     npx tsx examples/printing-proxy.ts          (in your own project, import from 'kafka-wire' and 'kafka-wire/protocol')
import { type AddressInfo, connect, createServer } from 'node:net';
import { Dialer } from '../src/index.ts';
import { apiInfo, apiName, Decoder, decodeRequestFrameHeader, FrameSplitter } from '../src/protocol.ts';
import { onKafka } from './support/on-kafka.ts';

const MAX_REQUEST_BYTES = 100_000_000;

await onKafka({ orders: 1 }, async ({ brokers, ...security }, { orders }) => {
  const [host = '', port = ''] = (brokers[0] ?? '').split(':');
  const proxy = createServer((client) => {
    const broker = connect(Number(port), host);
    const requests = new FrameSplitter(MAX_REQUEST_BYTES, (frame) => {
      const { requestApiKey, requestApiVersion, clientId } = decodeRequestFrameHeader(new Decoder(frame));
      const route = apiInfo(requestApiKey)?.route ?? 'nobody knows whom';
      console.log(`${apiName(requestApiKey)} v${requestApiVersion} of ${clientId}, for ${route}`);
    });
    client.on('data', (chunk) => requests.push(chunk));
    client.pipe(broker).pipe(client);
    client.on('error', () => broker.destroy());
    broker.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const through = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  // A version can be limited for each API; the proxy shows that it is.
  const conn = await new Dialer({ ...security, clientId: 'watched', maxVersions: { Metadata: 9 } }).dial(through);
  try {
    console.log(`partitions: ${(await conn.readPartitions(orders)).length}`);
  } finally {
    await conn.close();
    proxy.close();
  }
});
