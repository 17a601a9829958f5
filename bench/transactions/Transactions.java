// Transactions of Java's client, back to back, with the settings that it comes with. Arguments: bootstrap servers, topic,
// partitions, transactional id, transactions to warm up, transactions, records of each, bytes of a value.
// Prints one line of JSON, as worker.ts does.
import java.util.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.ByteArraySerializer;

class Transactions {
  public static void main(String[] args) {
    String topic = args[1];
    int partitions = Integer.parseInt(args[2]);
    int warmUp = Integer.parseInt(args[4]);
    int transactions = Integer.parseInt(args[5]);
    int records = Integer.parseInt(args[6]);
    byte[] value = new byte[Integer.parseInt(args[7])];
    new Random(1).nextBytes(value);
    Properties config = new Properties();
    config.put("bootstrap.servers", args[0]);
    config.put("transactional.id", args[3]);
    config.put("key.serializer", ByteArraySerializer.class.getName());
    config.put("value.serializer", ByteArraySerializer.class.getName());
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
      producer.initTransactions();
      long[] took = new long[transactions];
      long begun = 0;
      for (int i = -warmUp; i < transactions; i++) {
        if (i == 0) begun = System.nanoTime();
        long from = System.nanoTime();
        producer.beginTransaction();
        for (int r = 0; r < records; r++) {
          producer.send(new ProducerRecord<>(topic, r % partitions, null, value));
        }
        producer.commitTransaction();
        if (i >= 0) took[i] = System.nanoTime() - from;
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      Arrays.sort(took);
      System.out.printf(Locale.ROOT, "{\"seconds\":%.6f,\"p50Ms\":%.3f,\"p99Ms\":%.3f}%n", seconds,
          quantile(took, 0.5), quantile(took, 0.99));
    }
  }

  static double quantile(long[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e6;
  }
}
