// tshark, Wireshark on the command line: its Kafka dissector was written by others, from the same protocol.
// Owns: running it, and finding its complaints. Must not know what the traffic was for.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiIndex } from '../../../src/protocol/generated/api-index.ts';
import { runCommand } from '../../support/run-command.ts';
import { CAPTURED_PORT } from './pcap.ts';

const HOW_TO_INSTALL =
  'tshark is not installed; the tests let it read our traffic: `apt-get install tshark`, `brew install wireshark`, or TSHARK=/path/to/tshark';
/** The words by which tshark says that it could not make sense of something; every remark of an expert counts, too. */
const COMPLAINT = /Unsupported|Undecoded|Malformed|Unknown|Unreassembled/i;
/** In an answer of ApiVersions: the broker offers more than tshark knows, which is no fault of the bytes. */
const OFFER = /^(Unsupported \w+ version\. Supports v[\d-]+\.|Unknown \d+ API key)$/;
const OFFER_LABEL = /^API Version .* \[Un(supported API version\. Supports v[\d-]+|known API key)\]$/;
const NAMES: ReadonlyMap<number, string> = new Map(apiIndex.map(({ key, name }) => [key, name]));

/** One frame as tshark understood it. */
export interface Dissected {
  /** As `Fetch v11 request`. */
  readonly what: string;
  /** The values of every field, in order of the bytes. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** What tshark could not make sense of, in its words. */
  readonly complaints: readonly string[];
}

type Node = string | Tree | readonly Node[];
interface Tree {
  readonly [name: string]: Node;
}
interface Packet {
  readonly _source: { readonly layers: { readonly kafka?: Node; readonly [name: string]: Node | undefined } };
}

/** Lets tshark read a capture: one entry per frame, in their order. */
export async function dissect(pcap: Buffer): Promise<readonly Dissected[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tshark-'));
  try {
    const file = join(folder, 'traffic.pcap');
    await writeFile(file, pcap);
    const decode = ['-d', `tcp.port==${CAPTURED_PORT},kafka`, '-Y', 'kafka'];
    const print = ['-T', 'json', '--no-duplicate-keys', '-J', 'kafka _ws.malformed'];
    const program = process.env['TSHARK'] ?? 'tshark';
    const run = runCommand(program, ['-r', file, ...decode, ...print]);
    const { code, stdout, stderr } = await run.catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new Error(HOW_TO_INSTALL, { cause: error }) : error;
    });
    if (code !== 0) throw new Error(`tshark ended with ${code}\n${stderr}`);
    return (JSON.parse(stdout.toString()) as readonly Packet[]).flatMap(readPacket);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bytes as tshark prints them: `6b:65:79`. */
export function printed(bytes: string | Buffer): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/..(?=.)/g, '$&:');
}

function readPacket({ _source: { layers } }: Packet): Dissected[] {
  const found = [layers.kafka ?? []].flat().map((frame) => readFrame(frame as Tree));
  const malformed = layers['_ws.malformed'];
  if (malformed === undefined) return found;
  // Dissecting broke off in the last frame of the packet.
  const last = found.pop() ?? { what: 'nothing', fields: new Map<string, string[]>(), complaints: [] };
  return [...found, { ...last, complaints: [...last.complaints, `Malformed: ${JSON.stringify(malformed)}`] }];
}

function readFrame(frame: Tree): Dissected {
  const fields = new Map<string, string[]>();
  const labels: string[] = [];
  const walk = (node: Node, name: string): void => {
    if (typeof node === 'string') fields.set(name, [...(fields.get(name) ?? []), node]);
    else if (Array.isArray(node)) for (const one of node as readonly Node[]) walk(one, name);
    else {
      for (const [inner, value] of Object.entries(node as Tree)) {
        labels.push(inner);
        walk(value, inner);
      }
    }
  };
  walk(frame, '');
  const what = whatIs(fields);
  const isOffer = /^ApiVersions v\d+ response$/.test(what);
  const remarks = (fields.get('_ws.expert.message') ?? []).filter((text) => !(isOffer && OFFER.test(text)));
  const odd = labels.filter((label) => COMPLAINT.test(label) && !(isOffer && isOfferLabel(label)));
  return { what, fields, complaints: [...remarks, ...odd] };
}

/** Labels of the offer itself, and the names of its experts' fields. */
function isOfferLabel(label: string): boolean {
  return OFFER_LABEL.test(label) || label.startsWith('kafka.un');
}

function whatIs(fields: ReadonlyMap<string, readonly string[]>): string {
  const kind = fields.has('kafka.request_key') ? 'request' : 'response';
  const key = fields.get(`kafka.${kind}_key`)?.[0];
  const version = fields.get(`kafka.${kind}.version`)?.[0];
  return `${key === undefined ? undefined : NAMES.get(Number(key))} v${version} ${kind}`;
}
