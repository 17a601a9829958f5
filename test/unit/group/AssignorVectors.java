// Prints what Java's RangeAssignor and RoundRobinAssignor assign in many made-up groups, and how Java writes
// subscriptions and assignments, one JSON per line. Run: java -cp 'libs/*' AssignorVectors.java > assignor-vectors.jsonl
import java.nio.ByteBuffer;
import java.util.*;
import java.util.stream.*;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.clients.consumer.internals.AbstractPartitionAssignor;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;

public class AssignorVectors {
  static String list(Collection<String> items) {
    return items.stream().map(s -> "\"" + s + "\"").collect(Collectors.joining(",", "[", "]"));
  }

  static String hex(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static String run(AbstractPartitionAssignor assignor, Map<String, Integer> counts, Map<String, Subscription> members) {
    Map<String, List<TopicPartition>> result = assignor.assign(new HashMap<>(counts), members);
    return result.entrySet().stream().sorted(Map.Entry.comparingByKey())
        .map(e -> "\"" + e.getKey() + "\":" + list(e.getValue().stream().map(p -> p.topic() + ":" + p.partition()).sorted().toList()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  public static void main(String[] args) {
    Random random = new Random(20261121);
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      Map<String, Integer> counts = new TreeMap<>();
      int topics = 1 + random.nextInt(5);
      // Names whose order as UTF-16 differs from their order by letters.
      String[] names = {"orders", "Clicks", "a.b", "a_b", "a-b", "z9"};
      for (int t = 0; t < topics; t++) counts.put(names[t], 1 + random.nextInt(9));
      List<String> asked = new ArrayList<>(counts.keySet());
      asked.add("missing");
      Map<String, Subscription> members = new HashMap<>();
      StringBuilder json = new StringBuilder();
      int count = 1 + random.nextInt(6);
      boolean isEven = random.nextInt(3) == 0;
      for (int m = 0; m < count; m++) {
        String id = "member-" + Integer.toHexString(random.nextInt()) + (random.nextBoolean() ? "-B" : "-b");
        List<String> mine = isEven ? asked : asked.stream().filter(t -> random.nextInt(3) > 0).toList();
        Subscription subscription = new Subscription(mine);
        String instance = random.nextInt(3) == 0 ? "instance-" + random.nextInt(1000) : null;
        if (instance != null) subscription.setGroupInstanceId(Optional.of(instance));
        members.put(id, subscription);
        json.append(m == 0 ? "" : ",").append("{\"memberId\":\"" + id + "\",\"groupInstanceId\":" + (instance == null ? "null" : "\"" + instance + "\"") + ",\"topics\":" + list(mine) + "}");
      }
      String countsJson = counts.entrySet().stream().map(e -> "\"" + e.getKey() + "\":" + e.getValue()).collect(Collectors.joining(",", "{", "}"));
      groups.add("{\"counts\":" + countsJson + ",\"members\":[" + json + "],\"range\":" + run(new RangeAssignor(), counts, members)
          + ",\"roundrobin\":" + run(new RoundRobinAssignor(), counts, members) + "}");
    }
    List<String> subscriptions = new ArrayList<>();
    for (short version = 0; version <= 3; version++) {
      Subscription full = new Subscription(List.of("orders", "clicks"), ByteBuffer.wrap(new byte[] {1, 2, 3}),
          List.of(new TopicPartition("orders", 1)), 7, Optional.of("rack-1"));
      subscriptions.add("\"" + hex(ConsumerProtocol.serializeSubscription(full, version)) + "\"");
      subscriptions.add("\"" + hex(ConsumerProtocol.serializeSubscription(new Subscription(List.of("orders", "clicks")), version)) + "\"");
    }
    List<String> assignments = new ArrayList<>();
    for (short version = 0; version <= 3; version++) {
      List<TopicPartition> places = List.of(new TopicPartition("orders", 0), new TopicPartition("orders", 4), new TopicPartition("clicks", 2));
      assignments.add("\"" + hex(ConsumerProtocol.serializeAssignment(new Assignment(places), version)) + "\"");
      assignments.add("\"" + hex(ConsumerProtocol.serializeAssignment(new Assignment(places, ByteBuffer.wrap(new byte[] {9})), version)) + "\"");
    }
    for (String group : groups) System.out.println("{\"group\":" + group + "}");
    System.out.println("{\"subscriptions\":[" + String.join(",", subscriptions) + "],\"assignments\":[" + String.join(",", assignments) + "]}");
  }
}
