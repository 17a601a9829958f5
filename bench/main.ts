// npm run bench -- [produce] [produce-each] [produce-latency] [consume] [connection] [codec] [--records N] [--bytes N,N]
//                  [--compression none,lz4] [--rounds N] [--clients a,b] [--shapes a,b] [--json FILE] [--svg FILE]
// npm run bench -- transactions [--transactions N] [--rounds N] [--json FILE]
// npm run bench -- heap [--minutes N] [--rate N] [--json FILE] [--svg FILE]
// `produce` stands for all three questions about writing.
// Every client in its own process, in interleaved rounds; each result checked before it counts. Only `codec` needs no
// broker; for the others a real one is started.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { startRealKafka } from '../test/support/real-kafka/start-real-kafka.ts';
import { countBrokerMeasurements, measure } from './broker-run.ts';
import { type Contestant, contestants } from './clients.ts';
import { codecPanels, codecStanding, codecTable } from './codec/report.ts';
import { countMeasurements, runCodec } from './codec/run.ts';
import { shapes } from './codec/shapes.ts';
import { connectionPanels, connectionStanding, connectionTable } from './connection/report.ts';
import { countConnectionMeasurements, runConnection } from './connection/run.ts';
import { heapPlot, heapTable, runHeap } from './heap/run.ts';
import { install } from './install.ts';
import { brokerPanels, type Panel, plot } from './plot.ts';
import { printTable, type Row, tablesOf, whole, writeJson } from './report.ts';
import { groups, type Scenario, scenarios } from './scenarios.ts';
import { runTransactions, transactionsTable } from './transactions/run.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    records: { type: 'string', default: '1000000' },
    bytes: { type: 'string', default: '100,1024' },
    compression: { type: 'string', default: 'none,lz4' },
    rounds: { type: 'string', default: '3' },
    partitions: { type: 'string', default: '3' },
    clients: { type: 'string' },
    shapes: { type: 'string' },
    ms: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '10' },
    transactions: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '20000' },
    json: { type: 'string' },
    svg: { type: 'string' },
    version: { type: 'string', default: '4.4.0' },
  },
});

function chosen<T extends { readonly name: string }>(
  all: readonly T[],
  names: readonly string[] | undefined,
): readonly T[] {
  for (const name of names ?? []) {
    if (!all.some((one) => one.name === name)) {
      throw new Error(`${name} is not one of ${all.map((one) => one.name).join(', ')}`);
    }
  }
  return names === undefined || names.length === 0 ? all : all.filter((one) => names.includes(one.name));
}

/** What a part of a run leaves: for the file, for the plot, and whether all went well. */
interface Outcome {
  readonly measured: object;
  readonly panels: readonly Panel[];
  readonly isComplete: boolean;
}

const CODEC = { name: 'codec' } as const;
const CONNECTION = { name: 'connection' } as const;
const CODECS = [{ name: 'none' }, { name: 'lz4' }] as const;
const rounds = Number(values.rounds);

function progress(): SingleBar {
  return new SingleBar({ format: '{bar} {value}/{total} {doing}', noTTYOutput: false, hideCursor: true });
}

async function withBroker(picked: readonly Scenario[], clients: readonly Contestant[]): Promise<Outcome> {
  const records = Number(values.records);
  const sizes = values.bytes.split(',').map(Number);
  const compressions = chosen(CODECS, values.compression.split(',')).map(({ name }) => name);
  const kafka = await startRealKafka({ version: values.version });
  const bar = progress();
  try {
    const job = { partitions: Number(values.partitions), records, perCall: 1000, callsInFlight: 8 };
    const base = { ...job, brokers: kafka.bootstrap };
    const plan = { base, sizes, compressions, rounds, clients };
    console.log(
      `Kafka ${kafka.version} (${kafka.how}), ${whole(records)} records, ${job.partitions} partitions, ${rounds} rounds`,
    );
    const rows: Row[] = [];
    bar.start(countBrokerMeasurements(plan, picked), 0, { doing: '' });
    for (const scenario of picked) rows.push(...(await measure(plan, scenario, bar)));
    bar.stop();
    for (const { name, question } of picked) {
      for (const { variant, rows: own } of tablesOf(rows, name)) {
        printTable(`${name}, ${variant}: ${question}`, own, clients[0]!.name);
      }
    }
    return {
      measured: { broker: `Kafka ${kafka.version}`, job, rows },
      panels: brokerPanels(picked, rows),
      isComplete: rows.every((row) => row.failed === undefined),
    };
  } finally {
    bar.stop();
    await kafka.stop();
  }
}

/** V8 has compiled for the last time by then; after half a second some clients are still measured half compiled. */
const WARM_UP_MS = 2_000;

async function connection(clients: readonly Contestant[]): Promise<Outcome> {
  const measureMs = Number(values.ms);
  const kafka = await startRealKafka({ version: values.version });
  const bar = progress();
  try {
    const what = { brokers: kafka.bootstrap, partitions: Number(values.partitions), clients };
    const plan = { ...what, rounds, measureMs, warmUpMs: Math.max(measureMs, WARM_UP_MS) };
    console.log(`connection: Kafka ${kafka.version} (${kafka.how}), ${rounds} rounds of ${measureMs} ms each`);
    bar.start(countConnectionMeasurements(plan), -1, { doing: '' });
    const rows = await runConnection(plan, (doing) => {
      bar.increment({ doing });
    });
    bar.increment();
    bar.stop();
    const own = clients[0]!.name;
    console.log(connectionTable(rows, own));
    for (const line of connectionStanding(rows, own)) console.log(line);
    return {
      measured: { connection: { broker: `Kafka ${kafka.version}`, rounds, measureMs, rows } },
      panels: connectionPanels(rows),
      isComplete: rows.every((row) => row.failed === undefined),
    };
  } finally {
    bar.stop();
    await kafka.stop();
  }
}

async function codec(clients: readonly Contestant[]): Promise<Outcome> {
  const measureMs = Number(values.ms);
  const picked = chosen(shapes, values.shapes?.split(','));
  const plan = { shapes: picked, clients, rounds, measureMs, warmUpMs: Math.max(measureMs, WARM_UP_MS) };
  console.log(
    `codec: ${picked.length} messages, ${rounds} rounds of ${measureMs} ms of CPU each, Node ${process.version}`,
  );
  const bar = progress();
  bar.start(countMeasurements(plan), -1, { doing: '' });
  const rows = await runCodec(plan, (doing) => {
    bar.increment({ doing });
  });
  bar.increment();
  bar.stop();
  const own = clients[0]!.name;
  console.log(codecTable(rows, own));
  for (const line of codecStanding(rows, own)) console.log(line);
  return {
    measured: { codec: { rounds, measureMs, rows } },
    panels: codecPanels(rows),
    isComplete: rows.every((row) => row.failed === undefined),
  };
}

/** Memory over time: a question to one client alone, asked when it is named. */
async function heap(): Promise<void> {
  const [minutes, recordsPerSecond] = [Number(values.minutes), Number(values.rate)];
  if (!(minutes >= 0.1 && recordsPerSecond >= 100)) throw new Error('--minutes from 0.1 and --rate from 100');
  console.log(`heap: Kafka ${values.version}, ${minutes} minutes, ${whole(recordsPerSecond)} records/s`);
  const bar = progress();
  bar.start(Math.round(minutes * 60), 0, { doing: '' });
  const result = await runHeap({ version: values.version, minutes, recordsPerSecond }, ({ heapUsed, rss }) => {
    bar.increment({ doing: `s, heap ${whole(heapUsed / 1024)} KiB, rss ${whole(rss / 1024)} KiB` });
  }).finally(() => bar.stop());
  console.log(heapTable(result));
  for (const line of result.broken) console.error(`BROKEN: ${line}`);
  for (const line of result.doubts) console.error(`this run does not count: ${line}`);
  if (values.json !== undefined) writeJson(values.json, result);
  if (values.svg !== undefined) writeFileSync(values.svg, heapPlot(result));
  process.exitCode = result.broken.length > 0 ? 1 : result.doubts.length > 0 ? 3 : 0;
}

/** How many transactions a second, back to back: asked when it is named, of this client and Java's. */
async function transactions(): Promise<void> {
  const each = Number(values.transactions);
  if (!Number.isSafeInteger(each) || each < 10) throw new Error('--transactions from 10');
  const kafka = await startRealKafka({ version: values.version });
  const bar = progress();
  try {
    console.log(
      `transactions: Kafka ${kafka.version} (${kafka.how}), ${rounds} rounds of ${whole(each)}, back to back`,
    );
    bar.start(rounds * 2, 0, { doing: '' });
    const rows = await runTransactions(kafka, each, rounds, (doing) => bar.increment({ doing }));
    bar.stop();
    console.log(transactionsTable(rows));
    if (values.json !== undefined) writeJson(values.json, { broker: `Kafka ${kafka.version}`, transactions: rows });
  } finally {
    bar.stop();
    await kafka.stop();
  }
}

/** Each is measured alone. */
const ALONE: Readonly<Record<string, () => Promise<void>>> = { heap, transactions };

async function main(): Promise<void> {
  const alone = positionals.find((name) => ALONE[name] !== undefined);
  if (alone !== undefined) {
    if (positionals.length > 1) throw new Error(`${alone} is measured alone`);
    return ALONE[alone]?.();
  }
  const names = chosen([...groups, CONNECTION, CODEC], positionals).map(({ name }) => name);
  const clients = chosen(contestants, values.clients?.split(',')).filter((client) => {
    const why = install(client);
    if (why !== undefined) console.log(`${client.name} is left out: ${why}`);
    return why === undefined;
  });
  const wanted = groups.filter(({ name }) => names.includes(name)).flatMap((group) => group.scenarios);
  const brokered = scenarios.filter((scenario) => wanted.includes(scenario));
  const outcomes: Outcome[] = [];
  if (brokered.length > 0) outcomes.push(await withBroker(brokered, clients));
  if (names.includes(CONNECTION.name)) {
    outcomes.push(await connection(clients.filter(({ connectionUrl }) => connectionUrl !== undefined)));
  }
  if (names.includes(CODEC.name)) {
    outcomes.push(await codec(clients.filter(({ codecUrl }) => codecUrl !== undefined)));
  }
  if (values.json !== undefined) writeJson(values.json, Object.assign({}, ...outcomes.map((one) => one.measured)));
  if (values.svg !== undefined) {
    const panels = outcomes.flatMap((one) => one.panels);
    writeFileSync(values.svg, plot(panels, clients[0]!.name));
  }
  if (outcomes.some((one) => !one.isComplete)) process.exitCode = 1;
}

await main();
