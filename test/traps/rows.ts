// The traps that Kafka clients have fallen into, as required behaviour; each is proved by tests whose titles end in its
// number. Owns: what each row asks for, and which sections must be proved by now. Must not know any test.

/** One trap. */
export interface TrapRow {
  readonly number: number;
  /** What has to hold, in a few words. */
  readonly what: string;
}

/** Traps of one subject. */
export interface TrapSection {
  readonly name: string;
  /** True where every row must have its test; false for rows whose features are still to be built. */
  readonly isOrdered: boolean;
  readonly rows: readonly TrapRow[];
}

/** All sections, in order of their numbers. */
export const trapSections: readonly TrapSection[] = [
  section('record batches and fetching', true, {
    1: 'all batches of a partition are read, compressed ones too',
    2: 'a last batch that was cut short is no fault',
    3: 'a batch above the byte limit still comes, whole',
    4: 'reading goes on after the last offset of a batch, not of its last record',
    5: 'a batch without records moves the position on',
    6: 'an answer without records moves nothing',
    7: 'offsets may have holes anywhere',
    8: 'records before the wanted offset are dropped',
    9: 'control batches are passed over, and committed past',
    10: 'records of aborted transactions are never handed out',
    11: 'an abort marker without records harms no other producer',
    12: 'aborted records are dropped from compressed batches too',
    13: 'read_uncommitted pays no heed to the list of aborts',
    14: 'LogAppendTime gives every record the time of its batch',
    15: 'timestamp deltas have 64 bits',
    16: 'varints have their full width, and no more',
    17: 'null is not empty: keys, values, header values',
    18: 'headers keep their order and their duplicates',
    19: 'lengths and counts are checked before memory is taken',
    20: 'a damaged batch is told once, with its place',
    21: 'every codec in every framing that brokers hold',
    22: 'an unknown codec is a clear and final error',
    23: 'size limits count the batch header, and errors name sizes',
  }),
  section('protocol and connections', true, {
    24: 'correlation ids wrap, and late answers are dropped',
    25: 'no request is torn in the middle of its frame',
    26: 'a full socket is waited for, and what is in flight is bounded',
    27: 'frames may be split anywhere; a wrong port is named',
    28: 'flexible versions: tagged fields, nulls, header versions',
    29: 'version negotiation survives brokers that do not know it',
    30: 'versions are the overlap of two ranges',
    31: 'topics without an id are spoken of by name',
    32: 'features count only when they are finalized',
    33: 'a long poll delays no heartbeat and no commit',
    34: 'opening a connection has one limit, handshakes included',
    35: 'every request ends, at its deadline if not before',
    36: 'an idle connection that ends is no incident',
    37: 'small requests leave at once (TCP_NODELAY)',
    38: 'IPv6, trailing dots and TLS names in addresses',
    39: 'throttle times are kept, and stop nothing for good',
    40: 'sessions authenticate anew before they end',
    41: 'SCRAM to the letter, the server verified',
    42: 'SASL answers with extras, and refusals without words',
    43: 'unanswered writes, and brokers that answer them all the same',
  }),
  section('metadata, leaders and topics', true, {
    44: 'a broker is its id, not its address',
    45: 'when every known broker is gone, the first ones are asked again',
    46: 'a partition without leader harms no other',
    47: 'a topic missing from one answer is not gone',
    48: 'metadata is asked for once, and not in a loop',
    49: 'one caller’s abort cancels nothing that others wait for',
    50: 'leader hints are followed, leader epochs never go back',
    51: 'a refused leader epoch is forgotten; -1 is none',
    52: 'a log that was cut moves the position back',
    53: 'an offset out of range is reset by policy, and only then',
    54: 'a follower’s word on a range is checked with the leader',
    55: 'fetch sessions are told what is no longer wanted',
    56: 'a topic made anew does not inherit offsets',
    57: 'new partitions are found, and read from their beginning',
    58: 'waiting costs no traffic and no processor',
    59: 'a slow leader delays no other, and partitions take turns',
  }),
  section('consumer groups', true, {
    60: 'what is committed is the next offset, with its leader epoch',
    61: 'commits never go backwards, and keep their order',
    62: 'no commit between Join and Sync, no Join while a commit is in flight',
    63: 'errors of single partitions of a commit are read, and passing ones tried again',
    64: 'a commit that is refused for good ends the membership: nobody reads on as a zombie',
    65: 'a coordinator that moved or died is forgotten',
    66: 'nothing is fetched before committed offsets are there, nothing of revoked partitions handed out',
    67: 'committed offsets are stable ones, and an error is no start offset',
    68: 'what was marked of a lost partition is not committed later',
    69: 'heartbeats go on during joins, callbacks, long handlers, and after any error',
    70: 'the session ends here, too, when no heartbeat gets through',
    71: 'a member id is taken up, one join at a time, no partition is no reason to leave',
    72: 'subscriptions and assignments of any version, and garbage',
    73: 'assignors with unlike subscriptions, stale claims, and two phases',
    74: 'a leader watches the topics of all members',
    75: 'eager and cooperative are never mixed; the way over takes two steps',
    76: 'who closes leaves, unless it is static',
    77: 'KIP-848: names may come late, leaving after revoking, ids made here',
    78: 'pause, seek and resume hold for what was read ahead, and over rebalances',
    79: 'close ends, in a rebalance, before a join, without a coordinator',
    80: 'an automatic commit covers what was handled, and is done before giving up',
    81: 'a start at the end is remembered',
    82: 'lag ends at what may be read; deleted topics are forgotten',
  }),
  section('producing, idempotence and transactions', true, {
    83: 'a key goes where Java puts it; an empty key is a key',
    84: 'keys are spread over all partitions, available or not',
    85: 'sequence numbers wrap to 0, and count records',
    86: 'a retry is byte for byte the same, and keeps the order',
    87: 'what was not answered may have been written',
    88: 'a broken line of numbers is taken up in a new epoch',
    89: 'a topic that vanishes and comes back keeps its numbers',
    90: 'idempotence is not watered down by other options',
    91: 'a duplicate is a success, without a made-up offset',
    92: 'errors that pass are retried, final ones are not; errors of single records',
    93: 'the delivery time is the limit, from the call on',
    94: 'a full buffer waits, or ends, and locks nobody out',
    95: 'a topic that is allowed again is written again',
    96: 'a message that failed cannot be committed without',
    97: 'a fenced producer stops; nothing else is swallowed',
    98: 'an end of a transaction that is not sure is not a success',
    99: 'no new producer id in the middle of a transaction',
    100: 'offsets go with the group’s metadata, and back after an abort',
  }),
  section('Node.js and TypeScript', true, {
    101: 'large batches overflow no stack',
    102: 'errors of any kind crash no process',
    103: 'no wake-up is lost between reader and fetcher',
    104: 'a reader who stops reading stops the fetching',
    105: 'timers take odd numbers, and all end on close',
    106: 'no listener is added per request',
    107: 'numbers are safe integers, and what users see is JSON',
    108: 'no record pins a whole fetch; any text can name a topic',
    109: 'undefined overrides no default',
    110: 'a blocked event loop is noticed',
  }),
];

function section(name: string, isOrdered: boolean, rows: Readonly<Record<number, string>>): TrapSection {
  return { name, isOrdered, rows: Object.entries(rows).map(([number, what]) => ({ number: Number(number), what })) };
}
