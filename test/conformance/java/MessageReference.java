import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Answers questions about messages with Kafka's own generated classes, line by line:
 *
 *     make NAME VERSION COUNT   COUNT lines "HEX TAB HEX-WITHOUT-UNKNOWN-TAGS TAB JSON": random instances of a message
 *     older NAME VERSION COUNT  COUNT lines "HEX TAB HEX-IN-VERSION": instances of the newest version, written in another;
 *                               "refused" where the class does not write what that version cannot carry
 *     read NAME VERSION HEX     one line "HEX TAB JSON": what the class reads from our bytes, and writes again
 *
 * A line that begins with "!" says why there is no answer. The seed is the program's argument; an instance depends on
 * seed, name, version and number only, so each can be made again alone. What may be filled in is taken from Kafka's
 * definitions inside the jar, never from our specs.
 */
public class MessageReference {
    private static final ObjectMapper MAPPER = JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** What a JavaScript number holds exactly; beyond it our codec answers with an error. */
    private static final long SAFE = (1L << 53) - 1;
    private static final int[] CHARACTERS = {'a', 'Z', '7', '-', '.', ' ', '"', '\\', 0, 0x7f, 0x80, 0xfc, 0x7ff, 0x800,
        0x20ac, 0x65e5, 0xfeff, 0xfffd, 0xffff, 0x10000, 0x1f600, 0x10ffff};

    /** Whether all of an instance leans to one side: values at their ends are found together, as well as one by one. */
    private enum Mood { MIXED, EMPTY, NULL, LEAST, MOST }

    private static final Map<String, Definition> DEFINITIONS = new HashMap<>();

    public static void main(String[] args) throws Exception {
        long seed = Long.parseLong(args[0]);
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        PrintStream answers = new PrintStream(new BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8);
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String[] words = line.split(" ", -1);
            Definition definition = DEFINITIONS.computeIfAbsent(words[1], Definition::load);
            short version = Short.parseShort(words[2]);
            if (words[0].equals("read")) answers.println(answer(() -> again(definition, version, words[3])));
            int count = words[0].equals("read") ? 0 : Integer.parseInt(words[3]);
            for (int i = 0; i < count; i++) {
                long own = (seed * 31 + line.substring(0, line.lastIndexOf(' ')).hashCode()) * 1_000_003 + i;
                if (words[0].equals("make")) answers.println(answer(() -> new MessageReference(definition, version, version, own).made()));
                else answers.println(answer(() -> new MessageReference(definition, definition.newest, version, own).older()));
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
            Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
            return "!" + String.valueOf(cause).replaceAll("\\s+", " ");
        }
    }

    /** Kafka's definition of one message, and the classes generated from it. */
    private record Definition(JsonNode fields, Map<String, JsonNode> structs, JsonNode flexible, short newest,
            Class<?> data, Class<?> converter) {
        static Definition load(String name) {
            try (InputStream stream = MessageReference.class.getResourceAsStream("/common/message/" + name + ".json")) {
                JsonNode json = MAPPER.readTree(stream);
                Map<String, JsonNode> structs = new HashMap<>();
                for (JsonNode struct : json.path("commonStructs")) structs.put(struct.get("name").asText(), struct.get("fields"));
                String type = "org.apache.kafka.common.message." + name;
                if (!json.get("type").asText().equals("data")) type += "Data";
                String[] versions = json.get("validVersions").asText().split("-");
                short newest = Short.parseShort(versions[versions.length - 1]);
                return new Definition(json.get("fields"), structs, json.get("flexibleVersions"), newest, Class.forName(type),
                    Class.forName(type + "JsonConverter"));
            } catch (Exception e) {
                throw new IllegalArgumentException("no definition of " + name, e);
            }
        }

        Message message(JsonNode json, short version) throws Exception {
            return (Message) converter.getMethod("read", JsonNode.class, short.class).invoke(null, json, version);
        }

        JsonNode json(Message message, short version) throws Exception {
            Method write = converter.getMethod("write", data, short.class, boolean.class);
            JsonNode json = (JsonNode) write.invoke(null, message, version, true);
            restoreRecords(json, message);
            return json;
        }
    }

    private static String again(Definition definition, short version, String hex) throws Exception {
        ByteBufferAccessor bytes = new ByteBufferAccessor(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
        Message message = (Message) definition.data.getConstructor().newInstance();
        message.read(bytes, version);
        if (bytes.remaining() > 0) return "!" + bytes.remaining() + " bytes left over";
        return hex(message, version) + "\t" + MAPPER.writeValueAsString(definition.json(message, version));
    }

    private static String hex(Message message, short version) {
        return HexFormat.of().formatHex(copy(MessageUtil.toByteBufferAccessor(message, version).buffer()));
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }

    private final Definition definition;
    private final short version;
    /** The version that it is going to be written in: what that lacks is mostly at its default. */
    private final short writtenIn;
    /** How many in eight of the fields that the version lacks are set all the same. */
    private final int boldness;
    private final boolean flexible;
    private final Random random;
    private final Mood mood;

    private MessageReference(Definition definition, short version, short writtenIn, long seed) {
        this.definition = definition;
        this.version = version;
        this.writtenIn = writtenIn;
        this.flexible = includes(definition.flexible, version);
        this.random = new Random(seed);
        this.boldness = new int[] {0, 1, 6}[random.nextInt(3)];
        int draw = random.nextInt(20);
        this.mood = draw < 2 ? Mood.EMPTY : draw < 4 ? Mood.NULL : draw < 6 ? Mood.LEAST : draw < 8 ? Mood.MOST : Mood.MIXED;
    }

    private String made() throws Exception {
        JsonNode filled = struct(definition.fields, 0);
        Message message = definition.message(filled, version);
        JsonNode json = definition.json(message, version);
        String known = hex(message, version);
        String whole = known;
        if (flexible && random.nextInt(4) == 0) {
            addUnknownTags(message, filled);
            whole = hex(message, version);
        }
        return whole + "\t" + known + "\t" + MAPPER.writeValueAsString(json);
    }

    private String older() throws Exception {
        Message message = definition.message(struct(definition.fields, 0), version);
        String newest = hex(message, version);
        try {
            return newest + "\t" + hex(message, writtenIn);
        } catch (UnsupportedVersionException | NullPointerException e) {
            // Java has no word for a null that an older version cannot say.
            return newest + "\trefused";
        }
    }

    /** The converters write record batches as no bytes at all: puts in what the message holds. */
    private static void restoreRecords(JsonNode json, Object value) throws ReflectiveOperationException {
        if (json instanceof ObjectNode) {
            for (var entry : ((ObjectNode) json).properties()) {
                Field field = value.getClass().getDeclaredField(entry.getKey());
                field.setAccessible(true);
                Object inner = field.get(value);
                if (inner instanceof MemoryRecords) entry.setValue(NODES.binaryNode(copy(((MemoryRecords) inner).buffer())));
                else restoreRecords(entry.getValue(), inner);
            }
        } else if (json instanceof ArrayNode) {
            int at = 0;
            for (Object item : (Iterable<?>) value) restoreRecords(json.get(at++), item);
        }
    }

    /** Tags of a future version, in the message and in the structs that were filled inside it. */
    private void addUnknownTags(Message message, JsonNode filled) throws ReflectiveOperationException {
        int tag = 100;
        for (int count = random.nextInt(3); count > 0; count--) {
            tag += 1 + (random.nextBoolean() ? random.nextInt(50) : random.nextInt(1 << 29));
            message.unknownTaggedFields().add(new RawTaggedField(tag, bytes(random.nextInt(140))));
        }
        for (var entry : filled.properties()) {
            Field field = message.getClass().getDeclaredField(entry.getKey());
            field.setAccessible(true);
            Object value = field.get(message);
            if (value instanceof Message) addUnknownTags((Message) value, entry.getValue());
            if (!(value instanceof Iterable<?>)) continue;
            int at = 0;
            for (Object item : (Iterable<?>) value) {
                if (item instanceof Message) addUnknownTags((Message) item, entry.getValue().get(at++));
            }
        }
    }

    private ObjectNode struct(JsonNode fields, int depth) {
        ObjectNode node = NODES.objectNode();
        for (JsonNode field : fields) {
            if (!includes(field.get("versions"), version)) continue;
            boolean lost = !includes(field.get("versions"), writtenIn);
            boolean unset = lost ? random.nextInt(8) >= boldness : mood == Mood.EMPTY || random.nextInt(3) == 0;
            // Left out means the default; only a tagged field may be.
            if (unset && includes(field.get("taggedVersions"), version)) continue;
            String name = field.get("name").asText();
            String property = name.substring(0, 1).toLowerCase() + name.substring(1);
            node.set(property, unset && lost ? byDefault(field, depth) : value(field, depth));
        }
        return node;
    }

    private JsonNode value(JsonNode field, int depth) {
        String type = field.get("type").asText();
        JsonNode fields = field.has("fields") ? field.get("fields") : definition.structs.get(type.replace("[]", ""));
        boolean nullable = includes(field.get("nullableVersions"), version)
            && (includes(field.get("nullableVersions"), writtenIn) || random.nextInt(8) < boldness);
        if (nullable && (mood == Mood.NULL || mood == Mood.MIXED && random.nextInt(5) == 0)) return NODES.nullNode();
        if (!type.startsWith("[]")) return fields != null ? struct(fields, depth + 1) : scalar(field, type);
        ArrayNode items = NODES.arrayNode();
        int most = depth < 2 ? 3 : depth < 4 ? 2 : 1;
        int count = mood == Mood.EMPTY ? 0 : mood == Mood.MIXED ? random.nextInt(most + 1) : most;
        // Now and then longer than one byte of a compact length can say.
        if (fields == null && mood == Mood.MIXED && random.nextInt(40) == 0) count = 126 + random.nextInt(4);
        for (int i = 0; i < count; i++) items.add(fields != null ? struct(fields, depth + 1) : scalar(field, type.substring(2)));
        return items;
    }

    private JsonNode byDefault(JsonNode field, int depth) {
        String type = field.get("type").asText();
        String text = field.path("default").asText("");
        if (text.equals("null")) return NODES.nullNode();
        if (type.startsWith("[]")) return NODES.arrayNode();
        switch (type) {
            case "bool": return NODES.booleanNode(text.equals("true"));
            case "string": return NODES.textNode(text);
            case "uuid": return NODES.textNode(Uuid.ZERO_UUID.toString());
            case "bytes":
            case "records": return NODES.binaryNode(new byte[0]);
            case "float64": return NODES.numberNode(text.isEmpty() ? 0 : Double.parseDouble(text));
            default:
                if (Character.isUpperCase(type.charAt(0))) return value(field, depth);
                return NODES.numberNode(text.isEmpty() ? 0 : Long.decode(text));
        }
    }

    private JsonNode scalar(JsonNode field, String type) {
        switch (type) {
            case "bool": return NODES.booleanNode(mood == Mood.MOST || mood == Mood.MIXED && random.nextBoolean());
            case "int8": return NODES.numberNode(integer(Byte.MIN_VALUE, Byte.MAX_VALUE));
            case "int16": return NODES.numberNode(integer(Short.MIN_VALUE, Short.MAX_VALUE));
            case "uint16": return NODES.numberNode(integer(0, 65_535));
            case "int32": return NODES.numberNode(integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
            case "uint32": return NODES.numberNode(integer(0, 4_294_967_295L));
            case "int64": return NODES.numberNode(int64(field));
            case "float64": return NODES.numberNode(float64());
            case "uuid": return NODES.textNode(uuid().toString());
            case "string": return NODES.textNode(text());
            case "bytes":
            case "records": return NODES.binaryNode(bytes(length(random.nextInt(200) == 0 ? 70_000 : 300)));
            default: throw new IllegalStateException("unknown type " + type);
        }
    }

    /** Within the bounds: at the ends, around zero, around what one byte holds, or anywhere. */
    private long integer(long min, long max) {
        if (mood == Mood.EMPTY) return 0;
        if (mood == Mood.LEAST) return min;
        if (mood == Mood.MOST) return max;
        switch (random.nextInt(8)) {
            case 0: return min;
            case 1: return max;
            case 2: return 0;
            case 3: return min < 0 ? -1 : 1;
            case 4: return Math.min(max, 126 + random.nextInt(4));
            case 5: return min < 0 ? -random.nextInt(128) : random.nextInt(128);
            default: return min + Math.floorMod(random.nextLong(), max - min + 1);
        }
    }

    private long int64(JsonNode field) {
        long value = integer(-SAFE, SAFE);
        // Defaults like 2^63-1 read as 2^53-1, the largest that we have: that very number would be left out as the default.
        boolean huge = field.path("default").asText().matches("0x7fffffffffffffff|9223372036854775807");
        return huge && value == SAFE ? SAFE - 1 : value;
    }

    private double float64() {
        double[] edges = {0.0, -0.0, 1, -1.5, Double.MIN_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE, 0.1, 1e300,
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        if (mood == Mood.EMPTY) return 0;
        return random.nextBoolean() ? edges[random.nextInt(edges.length)] : random.nextGaussian() * 1e6;
    }

    private Uuid uuid() {
        if (mood == Mood.EMPTY || mood == Mood.LEAST) return Uuid.ZERO_UUID;
        return mood == Mood.MOST ? new Uuid(-1, -1) : new Uuid(random.nextLong(), random.nextLong());
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(300) == 0) return "x".repeat(Short.MAX_VALUE - random.nextInt(2));
        boolean plain = mood != Mood.MOST && random.nextInt(3) > 0;
        int length = length(40);
        while (text.length() < length) text.appendCodePoint(plain ? 'a' + random.nextInt(26) : CHARACTERS[random.nextInt(CHARACTERS.length)]);
        return text.toString();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Often empty, one, or where a compact length grows to two bytes. */
    private int length(int most) {
        if (mood == Mood.EMPTY || mood == Mood.LEAST) return 0;
        switch (random.nextInt(8)) {
            case 0: return 0;
            case 1: return 1;
            case 2: return 125 + random.nextInt(5);
            default: return random.nextInt(most);
        }
    }

    private static boolean includes(JsonNode versions, int version) {
        if (versions == null || versions.asText().equals("none")) return false;
        String text = versions.asText();
        if (text.endsWith("+")) return version >= Integer.parseInt(text.substring(0, text.length() - 1));
        String[] ends = text.split("-");
        return version >= Integer.parseInt(ends[0]) && version <= Integer.parseInt(ends[ends.length - 1]);
    }
}
