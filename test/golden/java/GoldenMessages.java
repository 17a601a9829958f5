import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.protocol.types.RawTaggedField;

/**
 * Fills every message that is named on the command line, in every version, and prints what Kafka's own generated
 * classes make of it: a line "NAME VERSION VARIANT", a line of hex and a line of JSON. For a request also a line
 * "header API VERSION REQUEST-HEADER RESPONSE-HEADER".
 *
 * What to fill in is taken from Kafka's definition inside the jar, never from our specs. A value depends only on its
 * path in the message, so a version that changes nothing has the same bytes as the one before.
 */
public class GoldenMessages {
    /** full: everything set. nulls: null where it may be. empty: defaults. unknown: full, with tags of the future. */
    private static final String[] VARIANTS = {"full", "nulls", "empty", "unknown"};

    private static final ObjectMapper MAPPER =
        JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);

    private final int version;
    private final String variant;
    private final Map<String, JsonNode> commonStructs = new HashMap<>();

    private GoldenMessages(JsonNode definition, int version, String variant) {
        this.version = version;
        this.variant = variant;
        for (JsonNode struct : definition.path("commonStructs")) {
            commonStructs.put(struct.get("name").asText(), struct.get("fields"));
        }
    }

    public static void main(String[] names) throws Exception {
        for (String name : names) {
            JsonNode definition;
            try (InputStream stream = GoldenMessages.class.getResourceAsStream("/common/message/" + name + ".json")) {
                definition = MAPPER.readTree(stream);
            }
            int[] range = range(definition.get("validVersions").asText());
            for (int version = range[0]; version <= range[1]; version++) {
                if (definition.get("type").asText().equals("request")) printHeader(definition, version);
                String before = "";
                for (String variant : VARIANTS) {
                    if (variant.equals("unknown") && !includes(definition.get("flexibleVersions"), version)) continue;
                    String vector = vector(definition, version, variant);
                    // Without a nullable field, "nulls" is "full" once more.
                    if (!variant.equals("nulls") || !vector.equals(before)) OUT.println(name + " " + version + " " + variant + "\n" + vector);
                    before = vector;
                }
                OUT.println(name + " " + version + " newest\n" + newest(definition, range[1], version) + "\n-");
            }
        }
        OUT.flush();
    }

    private static void printHeader(JsonNode definition, int version) {
        ApiKeys api = ApiKeys.forId(definition.get("apiKey").asInt());
        OUT.println("header " + api.messageType.name + " " + version + " "
            + api.requestHeaderVersion((short) version) + " " + api.responseHeaderVersion((short) version));
    }

    /** What is filled for the newest version, written in an older one: without what may be ignored, or refused. */
    private static String newest(JsonNode definition, int newest, int version) throws Exception {
        Message message = message(definition, filled(definition, newest, "full"), newest);
        try {
            return hex(message, version);
        } catch (UnsupportedVersionException e) {
            return "unsupported";
        }
    }

    private static JsonNode filled(JsonNode definition, int version, String variant) {
        GoldenMessages filler = new GoldenMessages(definition, version, variant);
        return filler.struct(definition.get("fields"), definition.get("name").asText());
    }

    private static Message message(JsonNode definition, JsonNode filled, int version) throws Exception {
        Method read = converterOf(definition).getMethod("read", JsonNode.class, short.class);
        return (Message) read.invoke(null, filled, (short) version);
    }

    private static Class<?> converterOf(JsonNode definition) throws Exception {
        return Class.forName(dataOf(definition).getName() + "JsonConverter");
    }

    private static Class<?> dataOf(JsonNode definition) throws Exception {
        String suffix = definition.get("type").asText().equals("data") ? "" : "Data";
        return Class.forName("org.apache.kafka.common.message." + definition.get("name").asText() + suffix);
    }

    private static String hex(Message message, int version) {
        ByteBuffer bytes = MessageUtil.toByteBufferAccessor(message, (short) version).buffer();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy.length == 0 ? "-" : HexFormat.of().formatHex(copy);
    }

    private static String vector(JsonNode definition, int version, String variant) throws Exception {
        Class<?> data = dataOf(definition);
        JsonNode filled = filled(definition, version, variant);
        Message message = message(definition, filled, version);
        Method write = converterOf(definition).getMethod("write", data, short.class, boolean.class);
        JsonNode json = (JsonNode) write.invoke(null, message, (short) version, true);
        restoreRecords(json, filled);
        if (variant.equals("unknown")) {
            message.unknownTaggedFields().add(new RawTaggedField(77, new byte[] {1, 2, 3}));
            message.unknownTaggedFields().add(new RawTaggedField(20_000, new byte[0]));
        }
        ByteBuffer bytes = MessageUtil.toByteBufferAccessor(message, (short) version).buffer();
        Message again = (Message) data.getConstructor().newInstance();
        again.read(new ByteBufferAccessor(bytes), (short) version);
        if (!again.equals(message)) throw new IllegalStateException(data + " " + version + " reads back otherwise");
        return hex(message, version) + "\n" + MAPPER.writeValueAsString(json);
    }

    /** The converters read record batches from JSON, but write them as no bytes at all: puts in what was read. */
    private static void restoreRecords(JsonNode json, JsonNode filled) {
        if (json instanceof ObjectNode) {
            for (var entry : ((ObjectNode) json).properties()) {
                JsonNode given = filled.get(entry.getKey());
                if (entry.getValue().isBinary()) entry.setValue(given);
                else if (given != null) restoreRecords(entry.getValue(), given);
            }
        } else if (json instanceof ArrayNode) {
            for (int i = 0; i < json.size(); i++) restoreRecords(json.get(i), filled.get(i));
        }
    }

    private ObjectNode struct(JsonNode fields, String path) {
        ObjectNode node = NODES.objectNode();
        for (JsonNode field : fields) {
            if (!includes(field.get("versions"), version)) continue;
            String name = field.get("name").asText();
            String property = name.substring(0, 1).toLowerCase() + name.substring(1);
            node.set(property, field(field, path + "." + name));
        }
        return node;
    }

    private JsonNode field(JsonNode field, String path) {
        String type = field.get("type").asText();
        boolean array = type.startsWith("[]");
        String item = array ? type.substring(2) : type;
        JsonNode fields = fieldsOf(field);
        boolean nullable = nullable(field);
        // A null hides what is inside it: where there is more to be null, "nulls" goes in and "empty" says null instead.
        boolean deeper = fields != null && hasNullable(fields);
        if (nullable && variant.equals(deeper ? "empty" : "nulls")) return NODES.nullNode();
        if (!array) return fields != null ? struct(fields, path) : scalar(field, item, path);
        ArrayNode items = NODES.arrayNode();
        // Two items at the top and under each first item; one elsewhere keeps the vectors small.
        int count = variant.equals("empty") ? 0 : path.contains("[1]") ? 1 : 2;
        for (int index = 0; index < count; index++) {
            String at = path + "[" + index + "]";
            items.add(fields != null ? struct(fields, at) : scalar(field, item, at));
        }
        return items;
    }

    /** The fields of a struct, in place or shared; null for a primitive. */
    private JsonNode fieldsOf(JsonNode field) {
        String type = field.get("type").asText();
        return field.has("fields") ? field.get("fields") : commonStructs.get(type.replace("[]", ""));
    }

    private boolean nullable(JsonNode field) {
        return includes(field.get("nullableVersions"), version);
    }

    private boolean hasNullable(JsonNode fields) {
        for (JsonNode field : fields) {
            if (!includes(field.get("versions"), version)) continue;
            if (nullable(field)) return true;
            JsonNode inner = fieldsOf(field);
            if (inner != null && hasNullable(inner)) return true;
        }
        return false;
    }

    private JsonNode scalar(JsonNode field, String type, String path) {
        boolean array = field.get("type").asText().startsWith("[]");
        String byDefault = !array && field.has("default") ? field.get("default").asText() : "";
        long seed = seed(path);
        if (variant.equals("empty")) return defaultOf(type, byDefault);
        switch (type) {
            case "bool": return NODES.booleanNode(!byDefault.equals("true"));
            case "int8": return NODES.numberNode(within(seed, -120, 120, byDefault));
            case "int16": return NODES.numberNode(within(seed, -30_000, 30_000, byDefault));
            case "uint16": return NODES.numberNode(within(seed, 1, 65_535, byDefault));
            case "int32": return NODES.numberNode(within(seed, -2_000_000_000L, 2_000_000_000L, byDefault));
            case "uint32": return NODES.numberNode(within(seed, 1, 4_294_967_295L, byDefault));
            case "int64": return NODES.numberNode(within(seed * 1_000_003L, -(1L << 52), 1L << 52, byDefault));
            case "float64": return NODES.numberNode(seed / 7.0);
            case "uuid": return NODES.textNode(new Uuid(seed * 0x9e3779b97f4a7c15L, seed * 31 + 7).toString());
            case "string": return NODES.textNode(text(seed, path));
            case "bytes":
            case "records": return NODES.binaryNode(bytes(seed));
            default: throw new IllegalStateException("unknown type " + type + " of " + path);
        }
    }

    private static JsonNode defaultOf(String type, String byDefault) {
        switch (type) {
            case "bool": return NODES.booleanNode(byDefault.equals("true"));
            case "string": return byDefault.equals("null") ? NODES.nullNode() : NODES.textNode(byDefault);
            case "uuid": return NODES.textNode(Uuid.ZERO_UUID.toString());
            case "bytes":
            case "records": return byDefault.equals("null") ? NODES.nullNode() : NODES.binaryNode(new byte[0]);
            case "float64": return NODES.numberNode(0.0);
            default: return NODES.numberNode(byDefault.isEmpty() ? 0 : Long.decode(byDefault));
        }
    }

    /** A number in the bounds that is neither 0 nor the default. */
    private static long within(long seed, long min, long max, String byDefault) {
        long value = min + Math.floorMod(seed, max - min + 1);
        long avoid = byDefault.isEmpty() ? 0 : Long.decode(byDefault);
        return value == 0 || value == avoid ? max - 1 : value;
    }

    /** Some texts are longer than one byte of length can say, some are not ASCII. */
    private static String text(long seed, String path) {
        String name = path.substring(path.lastIndexOf('.') + 1).toLowerCase() + "-" + seed % 1000;
        if (seed % 5 == 0) return name + "x".repeat(130);
        return seed % 5 == 1 ? name + " \u00fc\u20ac\ud834\udd1e" : name;
    }

    private static byte[] bytes(long seed) {
        byte[] bytes = new byte[seed % 3 == 0 ? 150 : 5];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (seed + i * 37L);
        return bytes;
    }

    private static long seed(String path) {
        CRC32 crc = new CRC32();
        crc.update(path.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    private static boolean includes(JsonNode versions, int version) {
        if (versions == null || versions.asText().equals("none")) return false;
        int[] range = range(versions.asText());
        return version >= range[0] && version <= range[1];
    }

    private static int[] range(String versions) {
        if (versions.endsWith("+")) {
            return new int[] {Integer.parseInt(versions.substring(0, versions.length() - 1)), Integer.MAX_VALUE};
        }
        String[] ends = versions.split("-");
        return new int[] {Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])};
    }
}
