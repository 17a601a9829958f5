// The contract between the connection scenario and a client: who asks one broker for the metadata of one topic.

/** What a round trip brought: compared with what the broker was set up with. */
export interface Answer {
  readonly topic: string | null;
  readonly partitions: number;
}

export interface ConnectionJob {
  /** `host:port` of the one broker. */
  readonly broker: string;
  readonly topic: string;
  readonly partitions: number;
  /** Connections, all open before the clock starts. */
  readonly connections: number;
  /** Requests under way on each of them. */
  readonly inFlight: number;
}

/** Connections of one client, each open and with its versions negotiated. */
export interface OpenConnections {
  /** One Metadata request of `job.topic` on one of the connections, decoded whole. */
  ask(connection: number): Promise<Answer>;
  close(): Promise<void>;
}

export interface ConnectionAdapter {
  open(job: ConnectionJob): Promise<OpenConnections>;
}

/** What a worker reports. */
export interface ConnectionMeasured {
  readonly requests: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly maxRssMb: number;
  readonly node: string;
}

/** One question of the scenario. */
export interface Shape {
  readonly name: string;
  readonly title: string;
  readonly connections: number;
  readonly inFlight: number;
}

export const connectionShapes: readonly Shape[] = [
  { name: 'single', title: 'one connection, one request at a time', connections: 1, inFlight: 1 },
  { name: 'pipelined', title: 'one connection, 64 requests under way', connections: 1, inFlight: 64 },
  { name: 'hundred', title: '100 connections, one request under way on each', connections: 100, inFlight: 1 },
];
