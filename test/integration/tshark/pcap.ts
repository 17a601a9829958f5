// A capture file of TCP conversations, written by hand. Owns: pcap, IPv4 and TCP headers with their checksums.
// Must not know Kafka. Each frame begins a segment of its own, so that what is found in a packet is one frame.
import type { RecordedFrame } from './recording-proxy.ts';

/** The port that every broker has in the capture: the one that is known as Kafka's. */
export const CAPTURED_PORT = 9092;

const CLIENT = [10, 0, 0, 1] as const;
const BROKER = [10, 0, 0, 2] as const;
const FIRST_CLIENT_PORT = 40_000;
const LINK_TYPE_RAW_IP = 101;
const MAGIC_MICROSECONDS = 0xa1b2c3d4;
const IP_BYTES = 20;
const TCP_BYTES = 20;
/** What an IPv4 packet can carry, rounded down. */
const SEGMENT_BYTES = 65_000;
const Flag = { fin: 0x01, syn: 0x02, push: 0x08, ack: 0x10 } as const;

/** Where each side of a connection is in its stream of bytes. */
interface Conversation {
  readonly clientPort: number;
  sentByClient: number;
  sentByBroker: number;
}

/** The capture file. */
export function pcapOf(frames: readonly RecordedFrame[]): Buffer {
  const conversations = new Map<number, Conversation>();
  const packets: Buffer[] = [];
  const send = (one: Conversation, fromClient: boolean, flags: number, payload: Buffer): void => {
    packets.push(packetHeader(packets.length, IP_BYTES + TCP_BYTES + payload.length));
    packets.push(segment(one, fromClient, flags, payload));
    const moved = payload.length + ((flags & (Flag.syn | Flag.fin)) === 0 ? 0 : 1);
    if (fromClient) one.sentByClient += moved;
    else one.sentByBroker += moved;
  };
  const none = Buffer.alloc(0);
  for (const { connection, isRequest, bytes } of frames) {
    let one = conversations.get(connection);
    if (one === undefined) {
      one = { clientPort: FIRST_CLIENT_PORT + connection, sentByClient: 1_000, sentByBroker: 2_000 };
      conversations.set(connection, one);
      send(one, true, Flag.syn, none);
      send(one, false, Flag.syn | Flag.ack, none);
      send(one, true, Flag.ack, none);
    }
    for (let at = 0; at < bytes.length; at += SEGMENT_BYTES) {
      const isLast = at + SEGMENT_BYTES >= bytes.length;
      send(one, isRequest, Flag.ack | (isLast ? Flag.push : 0), bytes.subarray(at, at + SEGMENT_BYTES));
    }
    send(one, !isRequest, Flag.ack, none);
  }
  return Buffer.concat([fileHeader(), ...packets]);
}

function fileHeader(): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32BE(MAGIC_MICROSECONDS, 0);
  header.writeUInt16BE(2, 4);
  header.writeUInt16BE(4, 6);
  header.writeUInt32BE(0x40000, 16);
  header.writeUInt32BE(LINK_TYPE_RAW_IP, 20);
  return header;
}

function packetHeader(number: number, length: number): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32BE(1_700_000_000 + Math.floor(number / 1_000), 0);
  header.writeUInt32BE((number % 1_000) * 1_000, 4);
  header.writeUInt32BE(length, 8);
  header.writeUInt32BE(length, 12);
  return header;
}

function segment(conversation: Conversation, fromClient: boolean, flags: number, payload: Buffer): Buffer {
  const { clientPort, sentByClient, sentByBroker } = conversation;
  const packet = Buffer.alloc(IP_BYTES + TCP_BYTES);
  packet[0] = 0x45;
  packet.writeUInt16BE(packet.length + payload.length, 2);
  packet[8] = 64; // hops
  packet[9] = 6; // TCP
  packet.set(fromClient ? [...CLIENT, ...BROKER] : [...BROKER, ...CLIENT], 12);
  packet.writeUInt16BE(checksum(packet.subarray(0, IP_BYTES)), 10);
  const tcp = packet.subarray(IP_BYTES);
  tcp.writeUInt16BE(fromClient ? clientPort : CAPTURED_PORT, 0);
  tcp.writeUInt16BE(fromClient ? CAPTURED_PORT : clientPort, 2);
  tcp.writeUInt32BE(fromClient ? sentByClient : sentByBroker, 4);
  tcp.writeUInt32BE((flags & Flag.ack) === 0 ? 0 : fromClient ? sentByBroker : sentByClient, 8);
  tcp[12] = (TCP_BYTES / 4) << 4;
  tcp[13] = flags;
  tcp.writeUInt16BE(0xffff, 14);
  const pseudo = Buffer.from([...packet.subarray(12, 20), 0, 6, 0, 0]);
  pseudo.writeUInt16BE(TCP_BYTES + payload.length, 10);
  tcp.writeUInt16BE(checksum(Buffer.concat([pseudo, tcp, payload])), 16);
  return Buffer.concat([packet, payload]);
}

/** The Internet checksum (RFC 1071). */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
