// Consumers of one group, one after another, of the consumer protocol (KIP-848) and of the classic one, that share the
// partitions of a topic and go again. Prints what each step came to.
// Usage: BothProtocols BROKERS TOPIC PARTITIONS RECORDS
import java.time.Duration;
import java.util.*;
import java.util.function.BooleanSupplier;
import java.util.stream.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class BothProtocols {
  static final Set<String> read = new TreeSet<>();
  static final List<Consumer<String, String>> open = new ArrayList<>();

  static KafkaConsumer<String, String> consumer(String brokers, String protocol, String instance) {
    Properties config = new Properties();
    config.put("bootstrap.servers", brokers);
    config.put("group.id", "both");
    config.put("group.protocol", protocol);
    config.put("auto.offset.reset", "earliest");
    config.put("enable.auto.commit", "false");
    if (instance != null) config.put("group.instance.id", instance);
    KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    open.add(consumer);
    return consumer;
  }

  static void until(String what, BooleanSupplier isSo) {
    long end = System.currentTimeMillis() + 60_000;
    while (!isSo.getAsBoolean()) {
      if (System.currentTimeMillis() > end) throw new IllegalStateException("not within a minute: " + what + ", " + sizes());
      for (Consumer<String, String> each : open) {
        for (ConsumerRecord<String, String> record : each.poll(Duration.ofMillis(50))) read.add(record.partition() + ":" + record.offset());
      }
    }
    for (Consumer<String, String> each : open) each.commitSync();
    System.out.println(what + " " + sizes());
  }

  static List<Integer> sizes() {
    return open.stream().map(each -> each.assignment().size()).toList();
  }

  static boolean all(int partitions, Consumer<String, String>... consumers) {
    Set<TopicPartition> owned = new HashSet<>();
    int sum = 0;
    for (Consumer<String, String> each : consumers) {
      owned.addAll(each.assignment());
      sum += each.assignment().size();
    }
    int most = Stream.of(consumers).mapToInt(each -> each.assignment().size()).max().getAsInt();
    return sum == partitions && owned.size() == partitions && most == (partitions + consumers.length - 1) / consumers.length;
  }

  static void close(Consumer<String, String> consumer) {
    open.remove(consumer);
    consumer.close();
  }

  @SuppressWarnings("unchecked")
  public static void main(String[] args) {
    String brokers = args[0], topic = args[1];
    int partitions = Integer.parseInt(args[2]), records = Integer.parseInt(args[3]);
    KafkaConsumer<String, String> a = consumer(brokers, "consumer", null);
    a.subscribe(List.of(topic));
    until("alone", () -> all(partitions, a));
    KafkaConsumer<String, String> b = consumer(brokers, "consumer", "b");
    b.subscribe(new SubscriptionPattern(topic.charAt(0) + ".*" + topic.substring(1)));
    until("two", () -> all(partitions, a, b));
    KafkaConsumer<String, String> c = consumer(brokers, "classic", null);
    c.subscribe(List.of(topic));
    until("three", () -> all(partitions, a, b, c));
    close(a);
    until("left", () -> all(partitions, b, c));
    close(b);
    KafkaConsumer<String, String> back = consumer(brokers, "consumer", "b");
    back.subscribe(List.of(topic));
    until("back", () -> all(partitions, back, c));
    back.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    open.remove(back);
    until("classic", () -> all(partitions, c));
    until("read", () -> read.size() == records);
    close(c);
  }
}
