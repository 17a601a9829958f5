// Prints what the coordinator's `uniform` and `range` of Java assign in many made-up groups, one JSON per line: groups that
// grow and shrink, so that each assignment begins with the one before.
// Run: java -cp 'libs/*' ServerAssignorVectors.java > server-assignor-vectors.jsonl   (libs: those of Kafka 4.4.0)
import java.util.*;
import java.util.stream.*;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.coordinator.group.api.assignor.*;
import org.apache.kafka.coordinator.group.assignor.*;
import org.apache.kafka.coordinator.group.modern.*;

public class ServerAssignorVectors {
  static final Random random = new Random(848);

  record Member(String id, String instanceId, Set<Uuid> topics) {}

  static Uuid uuid() {
    Uuid id = new Uuid(random.nextLong(), random.nextLong());
    return id.toString().startsWith("-") ? uuid() : id;
  }

  static String quoted(String s) {
    return s == null ? "null" : "\"" + s + "\"";
  }

  /** In the order of the map: where hashes collide, it goes back to what was put in first. */
  static String json(Map<Uuid, Set<Integer>> partitions) {
    return partitions.entrySet().stream().filter(e -> !e.getValue().isEmpty())
        .map(e -> quoted(e.getKey().toString()) + ":" + e.getValue().stream().sorted().map(String::valueOf).collect(Collectors.joining(",", "[", "]")))
        .collect(Collectors.joining(",", "{", "}"));
  }

  public static void main(String[] args) {
    for (int group = 0; group < 60; group++) {
      String name = group % 3 == 2 ? "range" : "uniform";
      ConsumerGroupPartitionAssignor assignor = name.equals("range") ? new RangeAssignor() : new UniformAssignor();
      Map<Uuid, Integer> counts = new LinkedHashMap<>();
      int topics = 1 + random.nextInt(group % 2 == 0 ? 2 : 15);
      for (int t = 0; t < topics; t++) counts.put(uuid(), 1 + random.nextInt(group % 5 == 0 ? 40 : 9));
      boolean mixed = group % 4 == 3;
      List<Member> members = new ArrayList<>();
      Map<String, Map<Uuid, Set<Integer>>> target = new HashMap<>();
      for (int step = 0; step < 4; step++) {
        if (step == 2 && members.size() > 1) target.remove(members.remove(random.nextInt(members.size())).id());
        else for (int n = random.nextInt(group % 7 == 0 ? 20 : 4); n >= 0; n--) {
          Set<Uuid> wanted = new LinkedHashSet<>(counts.keySet());
          if (mixed) wanted.removeIf(t -> random.nextInt(3) == 0);
          members.add(new Member(uuid().toString(), random.nextInt(4) == 0 ? "i" + members.size() : null, wanted));
        }
        if (step == 3) counts.replaceAll((t, c) -> random.nextInt(3) == 0 ? c + random.nextInt(4) : c);
        Map<String, MemberSubscriptionAndAssignmentImpl> specs = new HashMap<>();
        Map<Uuid, Map<Integer, String>> inverted = new HashMap<>();
        for (Member m : members) {
          Map<Uuid, Set<Integer>> had = new HashMap<>();
          target.getOrDefault(m.id(), Map.of()).forEach((t, ps) -> had.put(t, new HashSet<>(ps.stream().sorted().toList())));
          had.forEach((t, ps) -> ps.forEach(p -> inverted.computeIfAbsent(t, k -> new HashMap<>()).put(p, m.id())));
          specs.put(m.id(), new MemberSubscriptionAndAssignmentImpl(Optional.empty(), Optional.ofNullable(m.instanceId()), m.topics(), new Assignment(had)));
        }
        boolean uniform = members.stream().map(Member::topics).distinct().count() == 1;
        GroupAssignment result = assignor.assign(
            new GroupSpecImpl(specs, uniform ? SubscriptionType.HOMOGENEOUS : SubscriptionType.HETEROGENEOUS, inverted),
            new SubscribedTopicDescriber() {
              public int numPartitions(Uuid t) { return counts.getOrDefault(t, -1); }
              public Set<String> racksForPartition(Uuid t, int p) { return Set.of(); }
              public Set<Integer> assignablePartitions(Uuid t) { return IntStream.range(0, numPartitions(t)).boxed().collect(Collectors.toSet()); }
            });
        String had = members.stream().map(m -> quoted(m.id()) + ":" + json(target.getOrDefault(m.id(), Map.of()))).collect(Collectors.joining(",", "{", "}"));
        target.clear();
        result.members().forEach((id, a) -> {
          Map<Uuid, Set<Integer>> copy = new HashMap<>();
          a.partitions().forEach((t, ps) -> copy.put(t, new HashSet<>(ps)));
          target.put(id, copy);
        });
        System.out.println("{\"assignor\":" + quoted(name) + ",\"isUniform\":" + uniform
            + ",\"topics\":" + counts.entrySet().stream().map(e -> quoted(e.getKey().toString()) + ":" + e.getValue()).collect(Collectors.joining(",", "{", "}"))
            + ",\"members\":" + members.stream().map(m -> "{\"id\":" + quoted(m.id()) + ",\"instanceId\":" + quoted(m.instanceId())
                + ",\"topics\":" + m.topics().stream().map(t -> quoted(t.toString())).collect(Collectors.joining(",", "[", "]")) + "}").collect(Collectors.joining(",", "[", "]"))
            + ",\"had\":" + had
            + ",\"gets\":" + members.stream().map(m -> quoted(m.id()) + ":" + json(target.getOrDefault(m.id(), Map.of()))).collect(Collectors.joining(",", "{", "}")) + "}");
      }
    }
  }
}
