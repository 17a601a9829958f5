// How long the cluster itself takes no writes: one producer per partition (acks=all, one record at a time) and the longest
// time that each waited for an acknowledgement. Arguments: bootstrap servers, topic, partitions. Ends when stdin closes and
// prints one line per partition: partition, records, longest wait in ms, failures.
import java.util.*;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.ByteArraySerializer;

class Probe {
  static final int PAUSE_MS = 25;

  public static void main(String[] args) throws Exception {
    int partitions = Integer.parseInt(args[2]);
    AtomicBoolean isOver = new AtomicBoolean();
    String[] lines = new String[partitions];
    List<Thread> threads = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      int partition = p;
      Thread thread = new Thread(() -> lines[partition] = probe(args[0], args[1], partition, isOver));
      thread.start();
      threads.add(thread);
    }
    System.out.println("ready");
    while (System.in.read() != -1) { }
    isOver.set(true);
    for (Thread thread : threads) thread.join();
    for (String line : lines) System.out.println(line);
  }

  static String probe(String brokers, String topic, int partition, AtomicBoolean isOver) {
    Properties config = new Properties();
    config.put("bootstrap.servers", brokers);
    config.put("acks", "all");
    config.put("linger.ms", "0");
    config.put("key.serializer", ByteArraySerializer.class.getName());
    config.put("value.serializer", ByteArraySerializer.class.getName());
    long longest = 0;
    long records = 0;
    long failures = 0;
    byte[] key = "probe".getBytes();
    byte[] value = new byte[100];
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
      while (!isOver.get()) {
        long begun = System.nanoTime();
        try {
          producer.send(new ProducerRecord<>(topic, partition, key, value)).get();
          records++;
        } catch (Exception error) {
          failures++;
          System.err.println("probe of partition " + partition + ": " + error);
        }
        // The first wait includes the start of this very program.
        if (records > 1) longest = Math.max(longest, (System.nanoTime() - begun) / 1_000_000);
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException interrupted) {
      failures++;
    }
    return partition + " " + records + " " + longest + " " + failures;
  }
}
