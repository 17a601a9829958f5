import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.message.KRaftVersionRecord;
import org.apache.kafka.common.message.LeaderChangeMessage;
import org.apache.kafka.common.message.SnapshotFooterRecord;
import org.apache.kafka.common.message.SnapshotHeaderRecord;
import org.apache.kafka.common.message.VotersRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;

/** Prints record batches of every format that Kafka's own classes build: "RecordBatch MAGIC NAME", hex, and "-". */
public class GoldenRecordBatches {
    private static final long T = 1_700_000_000_000L;
    private static final byte V2 = RecordBatch.MAGIC_VALUE_V2;
    private static final TimestampType CREATED = TimestampType.CREATE_TIME;
    private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");
    private static final Header[] NONE = new Header[0];
    private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);

    public static void main(String[] args) throws Exception {
        for (String codec : CODECS) {
            Compression compression = Compression.of(codec).build();
            built(codec + "-one", compression, b -> b.append(T, bytes("key"), bytes("value"), NONE));
            built(codec + "-null-and-empty", compression, b -> {
                b.append(T, (byte[]) null, null, NONE);
                b.append(T, bytes(""), bytes(""), NONE);
                b.append(T, null, bytes("v"), NONE);
                b.append(T, bytes("k"), null, NONE);
            });
            built(codec + "-headers", compression, b -> {
                b.append(T, bytes("k"), bytes("v"), headers("trace", "a", "trace", "b", "empty", "", "null", null));
                b.append(T, bytes("k"), bytes("v"), headers("", "no name", "\u00fc\u20ac\ud834\udd1e", "\u00e4", "trace", "c"));
                b.append(T, (byte[]) null, null, headers("only", null));
            });
            built(codec + "-many", compression, b -> {
                for (int i = 0; i < 150; i++) b.append(T + i * 7L, bytes("key-" + i % 10), bytes(text(i)), NONE);
            });
        }
        Compression none = Compression.NONE;
        built("timestamps", none, b -> {
            long[] deltas = {0, 1, -1, 63, 64, -64, -65, 8_192, 1L << 30, (1L << 30) - 1, -(1L << 30), -(1L << 30) - 1,
                1L << 31, 3_456_000_000L, -3_456_000_000L, 1L << 40, -T};
            for (long delta : deltas) b.append(T + delta, null, bytes("delta " + delta), NONE);
        });
        built("no-timestamp", none, b -> b.append(RecordBatch.NO_TIMESTAMP, bytes("k"), bytes("v"), NONE));
        built("long-fields", none, b -> {
            b.append(T, bytes("k".repeat(63)), bytes("v".repeat(64)), NONE);
            b.append(T, bytes("k".repeat(8_191)), bytes("v".repeat(8_192)), headers("h".repeat(100), "w".repeat(200)));
        });
        idempotent("idempotent", 4_503_599_627_370_497L, (short) 3, 17, false);
        idempotent("sequence-wraps", 9, Short.MAX_VALUE, Integer.MAX_VALUE - 1, false);
        idempotent("transactional", 1_000, (short) 0, 0, true);
        appendTime(none, "log-append-time");
        for (String codec : CODECS.subList(1, 5)) appendTime(Compression.of(codec).build(), "log-append-time-" + codec);
        offsets();
        controls();
        MemoryRecordsBuilder first = builder(none, CREATED, 0, -1, (short) -1, -1, false, 5);
        first.append(T, bytes("a"), bytes("1"), NONE);
        MemoryRecordsBuilder second = builder(Compression.gzip().build(), CREATED, 1, -1, (short) -1, -1, false, 6);
        second.append(T + 1, bytes("b"), bytes("2"), NONE);
        second.append(T + 2, bytes("c"), bytes("3"), NONE);
        ByteBuffer both = ByteBuffer.allocate(4_096);
        both.put(first.build().buffer()).put(second.build().buffer()).flip();
        print("two-batches", both);
        for (byte magic = 0; magic < V2; magic++) {
            for (String codec : CODECS.subList(0, 4)) legacy(magic, Compression.of(codec).build(), codec);
        }
        mixed();
        OUT.flush();
    }

    private static void idempotent(String name, long id, short epoch, int sequence, boolean transactional) throws Exception {
        MemoryRecordsBuilder builder = builder(Compression.NONE, CREATED, 0, id, epoch, sequence, transactional, -1);
        for (int i = 0; i < 3; i++) builder.append(T + i, bytes("k" + i), bytes("v" + i), NONE);
        print(name, builder.build().buffer());
    }

    /** The broker's time goes into the header alone; the records keep the producer's deltas. */
    private static void appendTime(Compression compression, String name) throws Exception {
        MemoryRecordsBuilder builder = builder(compression, CREATED, 0, -1, (short) -1, -1, false, -1);
        builder.append(T, bytes("a"), bytes("1"), NONE);
        builder.append(T + 500, bytes("b"), bytes("2"), NONE);
        ByteBuffer buffer = builder.build().buffer();
        for (MutableRecordBatch batch : MemoryRecords.readableRecords(buffer).batches()) {
            batch.setMaxTimestamp(TimestampType.LOG_APPEND_TIME, T + 99_999);
        }
        print(name, buffer);
    }

    /** What compaction leaves: holes, a tail that is gone, and a batch without any record. */
    private static void offsets() throws Exception {
        MemoryRecordsBuilder holes = builder(Compression.NONE, CREATED, 100, 7, (short) 1, 50, false, 2);
        for (long offset : new long[] {103, 104, 170, 5_000}) holes.appendWithOffset(offset, T, bytes("k"), bytes("at " + offset), NONE);
        print("holes", holes.build().buffer());
        MemoryRecordsBuilder tail = builder(Compression.gzip().build(), CREATED, 4_294_967_296L, -1, (short) -1, -1, false, 2);
        tail.append(T, bytes("k"), bytes("v"), NONE);
        tail.overrideLastOffset(4_294_967_305L);
        print("compacted-tail", tail.build().buffer());
        ByteBuffer empty = ByteBuffer.allocate(DefaultRecordBatch.RECORD_BATCH_OVERHEAD);
        DefaultRecordBatch.writeEmptyHeader(empty, V2, 7, (short) 1, 50, 200, 219, 4, CREATED, T, false, false);
        empty.flip();
        print("empty", empty);
    }

    /** Message sets, as they were before magic 2: plain, or inside of one message. */
    private static void legacy(byte magic, Compression compression, String codec) throws Exception {
        TimestampType type = magic == 0 ? TimestampType.NO_TIMESTAMP_TYPE : CREATED;
        set(magic, codec + "-one", compression, type, 0, b -> b.append(time(magic, 0), bytes("key"), bytes("value")));
        set(magic, codec + "-null-and-empty", compression, type, 4_294_967_296L, b -> {
            b.append(time(magic, 0), (byte[]) null, null);
            b.append(time(magic, 5), bytes(""), bytes(""));
            b.append(time(magic, 3), null, bytes("v"));
            b.append(time(magic, 3), bytes("k"), null);
        });
        set(magic, codec + "-many", compression, type, 7, b -> {
            for (int i = 0; i < 60; i++) b.append(time(magic, i * 7L), bytes("key-" + i % 10), bytes(text(i)));
        });
        set(magic, codec + "-holes", compression, type, 100, b -> {
            for (long offset : new long[] {103, 104, 170}) b.appendWithOffset(offset, time(magic, offset), bytes("k"), bytes("at " + offset));
        });
        if (magic == 0) return;
        set(magic, codec + "-log-append-time", compression, TimestampType.LOG_APPEND_TIME, 3, b -> {
            b.append(T, bytes("a"), bytes("1"));
            b.append(T + 500, bytes("b"), bytes("2"));
        });
    }

    /** What a log holds that has lived through both upgrades, in one answer. */
    private static void mixed() throws Exception {
        ByteBuffer all = ByteBuffer.allocate(4_096);
        for (byte magic = 0; magic <= V2; magic++) {
            TimestampType type = magic == 0 ? TimestampType.NO_TIMESTAMP_TYPE : CREATED;
            for (String codec : List.of("none", "lz4")) {
                MemoryRecordsBuilder builder = MemoryRecords.builder(ByteBuffer.allocate(1_024), magic, Compression.of(codec).build(), type, magic * 10L + (codec.equals("lz4") ? 5 : 0));
                for (int i = 0; i < 3; i++) builder.append(time(magic, i), bytes("k" + i), bytes("value " + i));
                all.put(builder.build().buffer());
            }
        }
        print("mixed-formats", all.flip());
    }

    private static void set(byte magic, String name, Compression compression, TimestampType type, long baseOffset,
            Consumer<MemoryRecordsBuilder> fill) throws Exception {
        MemoryRecordsBuilder builder = MemoryRecords.builder(ByteBuffer.allocate(1 << 14), magic, compression, type, baseOffset, T + 99_999);
        fill.accept(builder);
        print(magic, name, builder.build().buffer());
    }

    private static long time(byte magic, long delta) {
        return magic == 0 ? RecordBatch.NO_TIMESTAMP : T + delta;
    }

    private static void controls() throws Exception {
        for (ControlRecordType type : List.of(ControlRecordType.COMMIT, ControlRecordType.ABORT)) {
            EndTransactionMarker marker = new EndTransactionMarker(type, 12);
            MemoryRecords records = MemoryRecords.withEndTransactionMarker(77, T, 3, 1_000, (short) 2, marker);
            print("control-" + type.name().toLowerCase(), records.buffer());
        }
        LeaderChangeMessage change = new LeaderChangeMessage().setLeaderId(2)
            .setVoters(List.of(new LeaderChangeMessage.Voter().setVoterId(1), new LeaderChangeMessage.Voter().setVoterId(2)));
        print("control-leader-change", MemoryRecords.withLeaderChangeMessage(5, T, 8, ByteBuffer.allocate(256), change).buffer());
        print("control-snapshot-header", MemoryRecords.withSnapshotHeaderRecord(0, T, 8, ByteBuffer.allocate(256),
            new SnapshotHeaderRecord().setLastContainedLogTimestamp(T - 1)).buffer());
        print("control-snapshot-footer", MemoryRecords.withSnapshotFooterRecord(9, T, 8, ByteBuffer.allocate(256), new SnapshotFooterRecord()).buffer());
        print("control-kraft-version", MemoryRecords.withKRaftVersionRecord(1, T, 8, ByteBuffer.allocate(256),
            new KRaftVersionRecord().setKRaftVersion((short) 1)).buffer());
        VotersRecord.EndpointCollection endpoints = new VotersRecord.EndpointCollection();
        endpoints.add(new VotersRecord.Endpoint().setName("CONTROLLER").setHost("localhost").setPort(65_535));
        VotersRecord voters = new VotersRecord().setVoters(List.of(new VotersRecord.Voter().setVoterId(3).setVoterDirectoryId(new Uuid(7, -7))
            .setEndpoints(endpoints).setKRaftVersionFeature(new VotersRecord.KRaftVersionFeature().setMaxSupportedVersion((short) 1))));
        print("control-voters", MemoryRecords.withVotersRecord(2, T, 8, ByteBuffer.allocate(256), voters).buffer());
    }

    private static void built(String name, Compression compression, Consumer<MemoryRecordsBuilder> fill) throws Exception {
        MemoryRecordsBuilder builder = builder(compression, CREATED, 0, -1, (short) -1, -1, false, -1);
        fill.accept(builder);
        print(name, builder.build().buffer());
    }

    private static MemoryRecordsBuilder builder(Compression compression, TimestampType type, long baseOffset,
            long producerId, short epoch, int sequence, boolean transactional, int leaderEpoch) {
        return MemoryRecords.builder(ByteBuffer.allocate(1 << 17), V2, compression, type, baseOffset, T, producerId, epoch,
            sequence, transactional, leaderEpoch);
    }

    private static void print(String name, ByteBuffer buffer) {
        print(V2, name, buffer);
    }

    private static void print(byte magic, String name, ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        OUT.println("RecordBatch " + magic + " " + name + "\n" + HexFormat.of().formatHex(copy) + "\n-");
    }

    private static Header[] headers(String... words) {
        Header[] headers = new Header[words.length / 2];
        for (int i = 0; i < headers.length; i++) headers[i] = new RecordHeader(words[2 * i], bytes(words[2 * i + 1]));
        return headers;
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(int i) {
        return "{\"order\":" + i + ",\"state\":\"" + (i % 3 == 0 ? "new" : "paid") + "\"}";
    }
}
