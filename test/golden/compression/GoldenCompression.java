import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;

/**
 * Without arguments: prints compressed data as Java makes it, one per line: codec, magic of the record format, name,
 * length and SHA-256 of the data, hex. With "read": reads such lines, decompresses them by Kafka's own classes and
 * prints those that are not what they say.
 */
public class GoldenCompression {
    private static final byte V2 = 2;
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            check();
            return;
        }
        for (Map.Entry<String, byte[]> input : inputs().entrySet()) {
            String name = input.getKey();
            byte[] data = input.getValue();
            print("gzip", 2, name, data, kafka(Compression.gzip().build(), V2, data));
            print("snappy", 2, name, data, kafka(Compression.snappy().build(), V2, data));
            print("lz4", 2, name, data, kafka(Compression.lz4().build(), V2, data));
            print("zstd", 2, name, data, kafka(Compression.zstd().build(), V2, data));
        }
        byte[] text = inputs().get("text-100000");
        print("gzip", 2, "level-1", text, kafka(Compression.gzip().level(1).build(), V2, text));
        print("zstd", 2, "level-22", text, kafka(Compression.zstd().level(22).build(), V2, text));
        print("zstd", 2, "level-minus-5", text, kafka(Compression.zstd().level(-5).build(), V2, text));
        print("lz4", 2, "level-17", text, kafka(Compression.lz4().level(17).build(), V2, text));
        print("lz4", 0, "broken-header-checksum", text, kafka(Compression.lz4().build(), (byte) 0, text));
        print("lz4", 1, "magic-1", text, kafka(Compression.lz4().build(), (byte) 1, text));
        print("snappy", 2, "raw", text, org.xerial.snappy.Snappy.compress(text));
        print("zstd", 2, "content-size", text, com.github.luben.zstd.Zstd.compress(text, 3));
        print("lz4", 2, "all-checksums", text, framed(text, LZ4FrameOutputStream.BLOCKSIZE.SIZE_256KB,
            LZ4FrameOutputStream.FLG.Bits.CONTENT_SIZE, LZ4FrameOutputStream.FLG.Bits.CONTENT_CHECKSUM,
            LZ4FrameOutputStream.FLG.Bits.BLOCK_CHECKSUM));
        print("lz4", 2, "blocks-of-4-MiB", text, framed(text, LZ4FrameOutputStream.BLOCKSIZE.SIZE_4MB));
    }

    private static Map<String, byte[]> inputs() {
        Map<String, byte[]> inputs = new LinkedHashMap<>();
        for (int size : new int[] {1, 100, 32_768, 32_769, 65_536, 65_537, 100_000}) inputs.put("text-" + size, text(size));
        inputs.put("noise-300", noise(300));
        byte[] mixed = Arrays.copyOf(new byte[65_536], 65_836);
        System.arraycopy(noise(300), 0, mixed, 65_536, 300);
        inputs.put("zeros-then-noise", mixed);
        return inputs;
    }

    private static byte[] text(int size) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < size; i++) text.append("{\"order\":").append(i % 97).append(",\"state\":\"paid\"}\n");
        return text.substring(0, size).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noise(int size) {
        byte[] noise = new byte[size];
        int state = 42;
        for (int i = 0; i < size; i++) {
            state = state * 1103515245 + 12345;
            noise[i] = (byte) (state >>> 16);
        }
        return noise;
    }

    private static byte[] kafka(Compression compression, byte magic, byte[] data) throws Exception {
        ByteBufferOutputStream into = new ByteBufferOutputStream(1 << 18);
        try (OutputStream out = compression.wrapForOutput(into, magic)) {
            out.write(data);
        }
        ByteBuffer written = into.buffer();
        return Arrays.copyOf(written.array(), written.position());
    }

    private static byte[] framed(byte[] data, LZ4FrameOutputStream.BLOCKSIZE size, LZ4FrameOutputStream.FLG.Bits... bits)
            throws Exception {
        ByteArrayOutputStream into = new ByteArrayOutputStream();
        LZ4FrameOutputStream.FLG.Bits[] flags = Arrays.copyOf(bits, bits.length + 1);
        flags[bits.length] = LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE;
        boolean sized = Arrays.asList(bits).contains(LZ4FrameOutputStream.FLG.Bits.CONTENT_SIZE);
        try (OutputStream out = new LZ4FrameOutputStream(into, size, sized ? data.length : -1L, flags)) {
            out.write(data);
        }
        return into.toByteArray();
    }

    private static void print(String codec, int magic, String name, byte[] data, byte[] compressed) throws Exception {
        OUT.println(String.join(" ", codec, Integer.toString(magic), name, Integer.toString(data.length), sha(data),
            HexFormat.of().formatHex(compressed)));
    }

    private static void check() throws Exception {
        int checked = 0;
        for (String line : new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
            if (line.isEmpty() || line.startsWith("#")) continue;
            String[] words = line.split(" ");
            byte[] bytes = HexFormat.of().parseHex(words[5]);
            try (var in = Compression.of(words[0]).build().wrapForInput(ByteBuffer.wrap(bytes), Byte.parseByte(words[1]),
                    org.apache.kafka.common.utils.internals.BufferSupplier.create())) {
                byte[] data = in.readAllBytes();
                if (data.length != Integer.parseInt(words[3]) || !sha(data).equals(words[4])) OUT.println(words[0] + " " + words[2] + " differs");
            } catch (Exception error) {
                OUT.println(words[0] + " " + words[2] + " " + error);
            }
            checked++;
        }
        OUT.println(checked + " checked");
    }

    private static String sha(byte[] data) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    }
}
