// Prints what Java's assignors do in made-up groups over many generations: members join, leave, change their minds, miss
// an assignment or claim what is not theirs; topics grow, appear and disappear; racks. One JSON per rebalance.
// Run: java -cp 'libs/*' StickyVectors.java SEED SEQUENCES > sticky-vectors.jsonl   (committed: 20261121 110)
import java.nio.ByteBuffer;
import java.util.*;
import java.util.stream.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.*;
import org.apache.kafka.clients.consumer.internals.AbstractPartitionAssignor;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.*;

public class StickyVectors {
  static class Member {
    String id, instance, rack;
    List<String> topics = new ArrayList<>();
    List<TopicPartition> owned = new ArrayList<>();
    int generation = -1;
  }

  static Random random;
  static final String[] NAMES = {"orders", "Clicks", "a.b", "a_b", "z9", "late"};
  static final String[] RACKS = {"a", "b", "c", "nowhere"};

  static String quote(String text) {
    return text == null ? "null" : "\"" + text + "\"";
  }

  static String places(Collection<TopicPartition> partitions) {
    Map<String, TreeSet<Integer>> topics = new TreeMap<>();
    for (TopicPartition p : partitions) topics.computeIfAbsent(p.topic(), t -> new TreeSet<>()).add(p.partition());
    return topics.entrySet().stream().map(e -> quote(e.getKey()) + ":" + e.getValue().toString().replace(" ", ""))
        .collect(Collectors.joining(",", "{", "}"));
  }

  static ByteBuffer userData(ConsumerPartitionAssignor assignor, Member member) {
    if (member.generation >= 0)
      assignor.onAssignment(new Assignment(member.owned), new ConsumerGroupMetadata("g", member.generation, member.id, Optional.empty()));
    return assignor.subscriptionUserData(new HashSet<>(member.topics));
  }

  static Map<String, List<TopicPartition>> run(AbstractPartitionAssignor assignor, Map<String, List<PartitionInfo>> topics, List<Member> members) {
    Map<String, Subscription> subscriptions = new HashMap<>();
    for (Member m : members) {
      ByteBuffer data = assignor instanceof StickyAssignor ? userData(new StickyAssignor(), m) : userData(new CooperativeStickyAssignor(), m);
      Subscription s = new Subscription(m.topics, data, m.owned, m.generation, Optional.ofNullable(m.rack));
      s.setGroupInstanceId(Optional.ofNullable(m.instance));
      subscriptions.put(m.id, s);
    }
    Map<String, List<PartitionInfo>> read = new HashMap<>();
    for (Member m : members)
      for (String t : m.topics) if (topics.containsKey(t)) read.put(t, topics.get(t));
    try {
      Map<String, List<TopicPartition>> result = assignor.assignPartitions(read, subscriptions);
      // Java may give a partition back to a member that no longer subscribes to it.
      for (Member m : members)
        for (TopicPartition p : result.get(m.id)) if (!m.topics.contains(p.topic())) return null;
      return result;
    } catch (RuntimeException e) {
      return null;
    }
  }

  static String shares(Map<String, List<TopicPartition>> result, List<Member> members) {
    if (result == null) return "null";
    return members.stream().map(m -> places(result.get(m.id))).collect(Collectors.joining(",", "[", "]"));
  }

  static List<PartitionInfo> topic(String name, int count, List<PartitionInfo> before, boolean racks) {
    List<PartitionInfo> list = new ArrayList<>(before);
    for (int p = before.size(); p < count; p++) {
      Node[] replicas = new Node[racks ? 1 + random.nextInt(2) : 1];
      for (int r = 0; r < replicas.length; r++) {
        String rack = racks && random.nextInt(12) > 0 ? RACKS[random.nextInt(3)] : null;
        replicas[r] = new Node(r, "host", 9092, rack);
      }
      list.add(new PartitionInfo(name, p, replicas[0], replicas, replicas));
    }
    return list;
  }

  static Member member(List<String> names, boolean isEven, boolean racks) {
    Member m = new Member();
    m.id = "m-" + Integer.toHexString(random.nextInt()) + (random.nextBoolean() ? "-B" : "-b");
    m.instance = random.nextInt(5) == 0 ? "i-" + random.nextInt(10000) : null;
    m.rack = racks && random.nextInt(5) > 0 ? RACKS[random.nextInt(4)] : null;
    choose(m, names, isEven);
    return m;
  }

  static void choose(Member m, List<String> names, boolean isEven) {
    m.topics = new ArrayList<>(names);
    if (isEven) return;
    m.topics.removeIf(t -> random.nextInt(5) < 2);
    if (m.topics.isEmpty()) m.topics.add(names.get(random.nextInt(names.size())));
  }

  static void sequence(int number, int rebalances) {
    boolean isEven = random.nextInt(5) < 2, racks = random.nextInt(5) < 2, isCooperative = random.nextBoolean();
    boolean isCalm = random.nextInt(3) == 0;
    int most = 2 + random.nextInt(14);
    List<String> names = new ArrayList<>(Arrays.asList(NAMES).subList(0, 1 + random.nextInt(5)));
    if (random.nextInt(3) == 0) names.add("missing");
    Map<String, List<PartitionInfo>> topics = new TreeMap<>();
    for (String t : names) if (!t.equals("missing")) topics.put(t, topic(t, 1 + random.nextInt(most), List.of(), racks));
    List<Member> members = new ArrayList<>();
    int count = 1 + random.nextInt(9);
    for (int i = 0; i < count; i++) members.add(member(names, isEven, racks));
    for (int generation = 1; generation <= rebalances; generation++) {
      StringBuilder out = new StringBuilder("{\"sequence\":" + number + ",\"generation\":" + generation + ",\"topics\":{");
      out.append(topics.entrySet().stream().map(e -> quote(e.getKey()) + ":" + e.getValue().stream().map(p ->
          Arrays.stream(p.replicas()).map(Node::rack).filter(Objects::nonNull).distinct().map(StickyVectors::quote).collect(Collectors.joining(",", "[", "]")))
          .collect(Collectors.joining(",", "[", "]"))).collect(Collectors.joining(",")));
      out.append("},\"members\":[");
      out.append(members.stream().map(m -> "{\"id\":" + quote(m.id) + ",\"instance\":" + quote(m.instance) + ",\"rack\":" + quote(m.rack)
          + ",\"topics\":" + m.topics.stream().map(StickyVectors::quote).collect(Collectors.joining(",", "[", "]"))
          + ",\"generation\":" + m.generation + ",\"owned\":" + places(m.owned) + "}").collect(Collectors.joining(",")));
      Map<String, List<TopicPartition>> sticky = run(new StickyAssignor(), topics, members);
      Map<String, List<TopicPartition>> cooperative = run(new CooperativeStickyAssignor(), topics, members);
      out.append("],\"range\":" + shares(run(new RangeAssignor(), topics, members), members));
      out.append(",\"roundrobin\":" + shares(run(new RoundRobinAssignor(), topics, members), members));
      out.append(",\"sticky\":" + shares(sticky, members) + ",\"cooperative\":" + shares(cooperative, members) + "}");
      System.out.println(out);
      Map<String, List<TopicPartition>> next = isCooperative ? cooperative : sticky;
      if (next == null) return;
      for (Member m : members) {
        if (!isCalm && random.nextInt(12) == 0) continue;
        m.owned = new ArrayList<>(next.get(m.id));
        m.generation = generation;
        if (isCalm || random.nextInt(25) > 0 || members.size() < 2) continue;
        // Takes something for its own that another has.
        List<TopicPartition> theirs = members.get(random.nextInt(members.size())).owned;
        if (theirs.isEmpty()) continue;
        TopicPartition taken = theirs.get(random.nextInt(theirs.size()));
        if (!m.owned.contains(taken)) m.owned.add(taken);
      }
      if (random.nextInt(3) == 0 && members.size() > 1) members.remove(random.nextInt(members.size()));
      while (random.nextInt(3) == 0) members.add(member(names, isEven, racks));
      if (random.nextInt(4) == 0) topics.replaceAll((t, list) -> random.nextBoolean() ? list : topic(t, list.size() + 1 + random.nextInt(3), list, racks));
      if (random.nextInt(12) == 0 && topics.size() > 1) topics.remove(topics.keySet().iterator().next());
      // Once only: Java keeps partitions that a topic had before it was made anew with fewer.
      if (random.nextInt(8) == 0 && !names.contains("late")) {
        topics.put("late", topic("late", 1 + random.nextInt(most), List.of(), racks));
        names.add("late");
        if (isEven) members.forEach(m -> m.topics = new ArrayList<>(names));
      }
      if (!isEven && random.nextInt(4) == 0) choose(members.get(random.nextInt(members.size())), names, false);
      Collections.shuffle(members, random);
    }
  }

  static String hex(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return quote(HexFormat.of().formatHex(bytes));
  }

  public static void main(String[] args) {
    random = new Random(Long.parseLong(args[0]));
    int sequences = Integer.parseInt(args[1]);
    Member m = new Member();
    m.id = "m";
    m.owned = List.of(new TopicPartition("orders", 4), new TopicPartition("orders", 11));
    m.generation = 7;
    m.topics = List.of("orders");
    List<TopicPartition> owned = List.of(new TopicPartition("orders", 4), new TopicPartition("clicks", 2), new TopicPartition("orders", 1));
    Subscription full = new Subscription(List.of("orders", "clicks"), ByteBuffer.wrap(new byte[] {1, 2, 3}), owned, 7, Optional.of("rack-1"));
    System.out.println("{\"sticky\":" + hex(userData(new StickyAssignor(), m)) + ",\"cooperative\":" + hex(userData(new CooperativeStickyAssignor(), m))
        + ",\"subscription\":" + hex(ConsumerProtocol.serializeSubscription(full)) + "}");
    for (int i = 0; i < sequences; i++) sequence(i, 6);
  }
}
