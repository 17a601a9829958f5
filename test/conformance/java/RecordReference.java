import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.message.KRaftVersionRecord;
import org.apache.kafka.common.message.KRaftVersionRecordJsonConverter;
import org.apache.kafka.common.message.LeaderChangeMessage;
import org.apache.kafka.common.message.LeaderChangeMessageJsonConverter;
import org.apache.kafka.common.message.SnapshotFooterRecord;
import org.apache.kafka.common.message.SnapshotFooterRecordJsonConverter;
import org.apache.kafka.common.message.SnapshotHeaderRecord;
import org.apache.kafka.common.message.SnapshotHeaderRecordJsonConverter;
import org.apache.kafka.common.message.VotersRecord;
import org.apache.kafka.common.message.VotersRecordJsonConverter;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.ControlRecordUtils;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;

/**
 * Answers questions about record batches with Kafka's own record classes, line by line:
 *
 *     make KIND COUNT   COUNT lines "HEX TAB JSON": random batches of that kind, and what the classes read back
 *     read HEX          one line of JSON: what the classes read from our batches, checksums checked
 *
 * KIND is a list of words: the magic (0, 1, 2, or mixed), then for one batch a codec and create or append, with, from
 * magic 2 on, plain, idempotent, transactional or compacted, or a type of control record; several or cut for a few
 * batches in a row. A line that begins with "!" says why there is no answer; the seed is the program's argument.
 */
public class RecordReference {
    private static final long T = 1_700_000_000_000L;
    private static final long SAFE = (1L << 53) - 1;
    private static final String[] CODECS = {"none", "gzip", "snappy", "lz4", "zstd"};
    private static final String[] TYPES = {"create", "append"};
    private static final String[] STYLES = {"plain", "idempotent", "transactional", "compacted"};
    private static final String[] CONTROLS = {"commit", "abort", "leader-change", "snapshot-header", "snapshot-footer",
        "kraft-version", "voters"};
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[0]);
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        PrintStream answers = new PrintStream(new BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8);
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("read")) answers.println(answer(() -> MAPPER.writeValueAsString(describe(HexFormat.of().parseHex(words[1])))));
            for (int i = 0; words[0].equals("make") && i < Integer.parseInt(words[2]); i++) {
                Random random = new Random((seed * 31 + words[1].hashCode()) * 1_000_003 + i);
                answers.println(answer(() -> {
                    byte[] bytes = new RecordReference(random).kind(words[1].split(","));
                    return HexFormat.of().formatHex(bytes) + "\t" + MAPPER.writeValueAsString(describe(bytes));
                }));
            }
            if (!questions.ready()) answers.flush();
        }
        answers.flush();
    }

    private interface Question {
        String ask() throws Exception;
    }

    private static String answer(Question question) {
        try {
            return question.ask();
        } catch (Exception e) {
            return "!" + String.valueOf(e).replaceAll("\\s+", " ");
        }
    }

    private final Random random;
    private long nextOffset;

    private RecordReference(Random random) {
        this.random = random;
        this.nextOffset = pick(0L, 5L, 1L << 32, (1L << 52) + 1, (long) random.nextInt(100_000));
    }

    private byte[] kind(String... words) throws Exception {
        if (words[1].equals("several") || words[1].equals("cut")) return several(words[0], words[1].equals("cut"));
        byte magic = Byte.parseByte(words[0]);
        return words.length == 2 ? control(words[1]) : batch(magic, words[1], words[2], words.length > 3 ? words[3] : "plain");
    }

    /** Batches as a fetch brings them: one after the other, the last one perhaps cut short (KIP-74). */
    private byte[] several(String magic, boolean cut) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int last = 0;
        for (int left = 2 + random.nextInt(3); left > 0; left--) {
            byte own = magic.equals("mixed") ? (byte) random.nextInt(3) : Byte.parseByte(magic);
            String codec = CODECS[random.nextInt(own == 2 ? 5 : 4)];
            boolean control = own == 2 && random.nextInt(4) == 0;
            String type = own == 0 ? "create" : pick(TYPES);
            byte[] one = control ? control(pick(CONTROLS)) : batch(own, codec, type, own == 2 ? pick(STYLES) : "plain");
            last = one.length;
            all.writeBytes(one);
        }
        byte[] bytes = all.toByteArray();
        if (!cut) return bytes;
        // What a set holds uncompressed is one message after the other: any of them may be the one that is cut.
        return java.util.Arrays.copyOf(bytes, bytes.length - 1 - random.nextInt(last - 1));
    }

    private byte[] batch(byte magic, String codec, String typeWord, String style) throws Exception {
        TimestampType type = magic == 0 ? TimestampType.NO_TIMESTAMP_TYPE
            : typeWord.equals("append") ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME;
        boolean transactional = style.equals("transactional");
        boolean idempotent = transactional || style.equals("idempotent") || style.equals("compacted") && random.nextBoolean();
        boolean compacted = style.equals("compacted");
        long producerId = idempotent ? pick(0L, 1L, SAFE, (long) random.nextInt()  & 0x7fffffff) : -1;
        short epoch = idempotent ? pick((short) 0, Short.MAX_VALUE, (short) random.nextInt(100)) : -1;
        int sequence = idempotent ? pick(0, Integer.MAX_VALUE, Integer.MAX_VALUE - 1, random.nextInt(1_000)) : -1;
        int leaderEpoch = magic < 2 ? -1 : pick(-1, 0, Integer.MAX_VALUE, random.nextInt(50));
        long appended = type == TimestampType.LOG_APPEND_TIME ? time() : RecordBatch.NO_TIMESTAMP;
        long horizon = compacted && random.nextInt(3) == 0 ? T + random.nextInt(100_000) : RecordBatch.NO_TIMESTAMP;
        if (compacted && random.nextInt(6) == 0) return empty(producerId, epoch, sequence, leaderEpoch, type);
        long base = nextOffset;
        ByteBufferOutputStream out = new ByteBufferOutputStream(512);
        try (MemoryRecordsBuilder builder = new MemoryRecordsBuilder(out, magic, compression(codec), type, base, appended, producerId,
            epoch, sequence, transactional, false, leaderEpoch, Integer.MAX_VALUE, horizon)) {
            boolean large = random.nextInt(25) == 0;
            int count = large ? 1 + random.nextInt(40) : 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 6);
            long created = time();
            // Compaction leaves holes, also in the old sets.
            boolean holes = compacted || magic < 2 && random.nextInt(4) == 0;
            for (int i = 0; i < count; i++) {
                if (holes) nextOffset += random.nextInt(4);
                long timestamp = magic == 0 ? RecordBatch.NO_TIMESTAMP : near(created);
                Header[] headers = magic < 2 ? Record.EMPTY_HEADERS : headers();
                builder.appendWithOffset(nextOffset++, timestamp, bytes(large), bytes(large), headers);
            }
            if (compacted && random.nextInt(3) == 0) builder.overrideLastOffset((nextOffset += random.nextInt(9)) - 1);
            return copy(builder.build().buffer());
        }
    }

    /** What is left of a batch whose records were all compacted away. */
    private byte[] empty(long producerId, short epoch, int sequence, int leaderEpoch, TimestampType type) {
        ByteBuffer buffer = ByteBuffer.allocate(DefaultRecordBatch.RECORD_BATCH_OVERHEAD);
        long last = nextOffset + random.nextInt(20);
        DefaultRecordBatch.writeEmptyHeader(buffer, RecordBatch.MAGIC_VALUE_V2, producerId, epoch, sequence, nextOffset, last,
            leaderEpoch, type, time(), false, false);
        nextOffset = last + 1;
        buffer.flip();
        return copy(buffer);
    }

    private byte[] control(String name) {
        long at = nextOffset++;
        long timestamp = T + random.nextInt(1_000_000);
        int epoch = random.nextInt(1_000);
        ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
        switch (name) {
            case "commit":
            case "abort":
                ControlRecordType type = name.equals("abort") ? ControlRecordType.ABORT : ControlRecordType.COMMIT;
                EndTransactionMarker marker = new EndTransactionMarker(type, pick(0, -1, Integer.MAX_VALUE, random.nextInt(100)));
                return copy(MemoryRecords.withEndTransactionMarker(at, timestamp, epoch, pick(0L, 1_000L, SAFE), (short) random.nextInt(1 << 15), marker).buffer());
            case "leader-change":
                LeaderChangeMessage change = new LeaderChangeMessage().setVersion(ControlRecordUtils.LEADER_CHANGE_CURRENT_VERSION)
                    .setLeaderId(random.nextInt()).setVoters(voters()).setGrantingVoters(voters());
                return copy(MemoryRecords.withLeaderChangeMessage(at, timestamp, epoch, buffer, change).buffer());
            case "snapshot-header":
                return copy(MemoryRecords.withSnapshotHeaderRecord(at, timestamp, epoch, buffer,
                    new SnapshotHeaderRecord().setLastContainedLogTimestamp(pick(-1L, T, SAFE))).buffer());
            case "snapshot-footer":
                return copy(MemoryRecords.withSnapshotFooterRecord(at, timestamp, epoch, buffer, new SnapshotFooterRecord()).buffer());
            case "kraft-version":
                return copy(MemoryRecords.withKRaftVersionRecord(at, timestamp, epoch, buffer,
                    new KRaftVersionRecord().setKRaftVersion((short) random.nextInt(1 << 15))).buffer());
            case "voters":
                return copy(MemoryRecords.withVotersRecord(at, timestamp, epoch, buffer, votersRecord()).buffer());
            default: throw new IllegalArgumentException("no control record " + name);
        }
    }

    /** Kafka writes leader changes in version 0, which has no directories. */
    private List<LeaderChangeMessage.Voter> voters() {
        List<LeaderChangeMessage.Voter> voters = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            voters.add(new LeaderChangeMessage.Voter().setVoterId(random.nextInt()));
        }
        return voters;
    }

    private VotersRecord votersRecord() {
        VotersRecord record = new VotersRecord();
        for (int left = random.nextInt(4); left > 0; left--) {
            VotersRecord.EndpointCollection endpoints = new VotersRecord.EndpointCollection();
            for (int i = random.nextInt(3); i > 0; i--) endpoints.add(new VotersRecord.Endpoint().setName("e" + i).setHost("h\u00fc" + i).setPort(random.nextInt(65_536)));
            record.voters().add(new VotersRecord.Voter().setVoterId(random.nextInt()).setEndpoints(endpoints)
                .setVoterDirectoryId(new Uuid(random.nextLong(), random.nextLong()))
                .setKRaftVersionFeature(new VotersRecord.KRaftVersionFeature().setMaxSupportedVersion((short) random.nextInt(9))));
        }
        return record;
    }

    private Compression compression(String codec) {
        boolean level = random.nextInt(3) == 0;
        if (codec.equals("gzip") && level) return Compression.gzip().level(1 + random.nextInt(9)).build();
        if (codec.equals("lz4") && level) return Compression.lz4().level(1 + random.nextInt(17)).build();
        if (codec.equals("zstd") && level) return Compression.zstd().level(pick(-7, -1, 1, 6, 12)).build();
        return Compression.of(codec).build();
    }

    private Header[] headers() {
        Header[] headers = new Header[random.nextInt(3) == 0 ? random.nextInt(5) : 0];
        String[] names = {"", "trace", "trace", "h\u00fc\u20ac\ud834\udd1e", "n".repeat(70)};
        for (int i = 0; i < headers.length; i++) headers[i] = new RecordHeader(pick(names), bytes(false));
        return headers;
    }

    /** A key or a value: null, empty, short, or where lengths take one byte more; random bytes or ones that compress. */
    private byte[] bytes(boolean large) {
        int draw = random.nextInt(10);
        if (draw == 0) return null;
        int length = draw == 1 ? 0 : draw == 2 ? 62 + random.nextInt(4) : random.nextInt(large ? 8_000 : 60);
        byte[] bytes = new byte[length];
        if (draw < 6) random.nextBytes(bytes);
        else for (int i = 0; i < length; i++) bytes[i] = (byte) ("{\"order\":" + i / 50 + "}").charAt(i % 10);
        return bytes;
    }

    private long time() {
        return pick(T, 0L, T + random.nextInt(1 << 30), 1L << 40, SAFE - (1L << 42));
    }

    /** Times around the one before; deltas of a compacted batch do not fit 32 bits (24 days). */
    private long near(long created) {
        long delta = pick(0L, (long) random.nextInt(200), -(long) random.nextInt(200), (long) random.nextInt(), 1L << 41, 3_456_000_000L);
        return random.nextInt(30) == 0 ? RecordBatch.NO_TIMESTAMP : Math.max(0, created + delta);
    }

    @SafeVarargs
    private <V> V pick(V... values) {
        return values[random.nextInt(values.length)];
    }

    private static ArrayNode describe(byte[] bytes) {
        ArrayNode batches = MAPPER.createArrayNode();
        for (RecordBatch batch : MemoryRecords.readableRecords(ByteBuffer.wrap(bytes)).batches()) {
            batch.ensureValid();
            ObjectNode node = batches.addObject();
            node.put("baseOffset", batch.baseOffset()).put("lastOffset", batch.lastOffset());
            node.put("sizeInBytes", batch.sizeInBytes()).put("leaderEpoch", batch.partitionLeaderEpoch());
            node.put("magic", batch.magic()).put("crc", batch.checksum()).put("compression", batch.compressionType().name);
            node.put("logAppendTime", batch.timestampType() == TimestampType.LOG_APPEND_TIME);
            node.put("transactional", batch.isTransactional()).put("control", batch.isControlBatch());
            node.put("maxTimestamp", batch.maxTimestamp()).put("producerId", batch.producerId());
            node.put("producerEpoch", batch.producerEpoch()).put("baseSequence", batch.baseSequence());
            if (batch.magic() == RecordBatch.MAGIC_VALUE_V2) {
                node.put("baseTimestamp", ((DefaultRecordBatch) batch).baseTimestamp()).put("count", batch.countOrNull());
                node.put("deleteHorizon", batch.deleteHorizonMs().isPresent());
            }
            ArrayNode records = node.putArray("records");
            for (Record record : batch) {
                ObjectNode one = records.addObject();
                one.put("offset", record.offset()).put("timestamp", record.timestamp());
                one.put("key", hex(record.key())).put("value", hex(record.value()));
                ArrayNode headers = one.putArray("headers");
                for (Header header : record.headers()) {
                    headers.addArray().add(header.key()).add(header.value() == null ? null : HexFormat.of().formatHex(header.value()));
                }
                if (batch.isControlBatch()) one.set("control", control(record));
            }
        }
        return batches;
    }

    private static ObjectNode control(Record record) {
        ControlRecordType type = ControlRecordType.parse(record.key());
        ObjectNode node = MAPPER.createObjectNode();
        node.put("type", type == ControlRecordType.KRAFT_VOTERS ? "voters" : type.name().toLowerCase().replace('_', '-'));
        short zero = 0;
        short changed = ControlRecordUtils.LEADER_CHANGE_CURRENT_VERSION;
        return switch (type) {
            case ABORT, COMMIT -> node.put("coordinatorEpoch", EndTransactionMarker.deserialize(record).coordinatorEpoch());
            case LEADER_CHANGE -> with(node, LeaderChangeMessageJsonConverter.write(ControlRecordUtils.deserializeLeaderChangeMessage(record), changed));
            case SNAPSHOT_HEADER -> with(node, SnapshotHeaderRecordJsonConverter.write(ControlRecordUtils.deserializeSnapshotHeaderRecord(record), zero));
            case SNAPSHOT_FOOTER -> with(node, SnapshotFooterRecordJsonConverter.write(ControlRecordUtils.deserializeSnapshotFooterRecord(record), zero));
            case KRAFT_VERSION -> with(node, KRaftVersionRecordJsonConverter.write(ControlRecordUtils.deserializeKRaftVersionRecord(record), zero));
            case KRAFT_VOTERS -> with(node, VotersRecordJsonConverter.write(ControlRecordUtils.deserializeVotersRecord(record), zero));
            default -> throw new IllegalStateException("control record " + type);
        };
    }

    private static ObjectNode with(ObjectNode node, JsonNode value) {
        node.set("value", value);
        return node;
    }

    private static String hex(ByteBuffer bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(copy(bytes));
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }
}
