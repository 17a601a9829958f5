import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Several of Java's producers fill one partition, their transactions interleaved: some are committed, some aborted, some
 * records stand outside of any. Prints "written OFFSET VALUE", VALUE ending in the fate of the record, and then what
 * Java's consumer reads: "committed OFFSET VALUE" and "uncommitted OFFSET VALUE".
 */
public class InterleavedTransactions {
    private static final int PRODUCERS = 4;
    private static final int STEPS = 120;

    private final String brokers;
    private final TopicPartition place;

    private InterleavedTransactions(String brokers, String topic) {
        this.brokers = brokers;
        this.place = new TopicPartition(topic, 0);
    }

    public static void main(String[] args) throws Exception {
        InterleavedTransactions run = new InterleavedTransactions(args[0], args[1]);
        run.write(args[2], new Random(Long.parseLong(args[3])), args.length > 4 ? Integer.parseInt(args[4]) : STEPS);
        run.read("read_committed", "committed");
        run.read("read_uncommitted", "uncommitted");
    }

    private void write(String codec, Random random, int steps) throws Exception {
        List<KafkaProducer<String, String>> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) producers.add(producer(codec, place.topic() + "-" + i));
        KafkaProducer<String, String> plain = producer(codec, null);
        // The fate of the open transaction of each; null where none is open.
        String[] open = new String[PRODUCERS];
        int number = 0;
        for (int step = 0; step < steps; step++) {
            int who = random.nextInt(PRODUCERS + 1);
            if (who == PRODUCERS) {
                send(plain, number++, "plain", 1);
            } else if (open[who] == null) {
                open[who] = random.nextBoolean() ? "committed" : "aborted";
                producers.get(who).beginTransaction();
            } else if (random.nextInt(3) > 0) {
                int records = 1 + random.nextInt(4);
                send(producers.get(who), number, open[who], records);
                number += records;
            } else {
                end(producers.get(who), open[who]);
                open[who] = null;
            }
        }
        for (int who = 0; who < PRODUCERS; who++) {
            if (open[who] != null) end(producers.get(who), open[who]);
            producers.get(who).close();
        }
        plain.close();
    }

    /** One batch: all records at once, and then waited for. */
    private void send(KafkaProducer<String, String> producer, int first, String fate, int records) throws Exception {
        Map<String, java.util.concurrent.Future<org.apache.kafka.clients.producer.RecordMetadata>> sent = new HashMap<>();
        for (int i = 0; i < records; i++) {
            String value = (first + i) + "-" + fate;
            sent.put(value, producer.send(new ProducerRecord<>(place.topic(), 0, null, value)));
        }
        producer.flush();
        for (var one : sent.entrySet()) System.out.println("written " + one.getValue().get().offset() + " " + one.getKey());
    }

    private static void end(KafkaProducer<String, String> producer, String fate) {
        if (fate.equals("aborted")) producer.abortTransaction();
        else producer.commitTransaction();
    }

    private KafkaProducer<String, String> producer(String codec, String transactionalId) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", brokers);
        config.put("compression.type", codec);
        config.put("linger.ms", 50);
        if (transactionalId != null) config.put("transactional.id", transactionalId);
        KafkaProducer<String, String> producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        if (transactionalId != null) producer.initTransactions();
        return producer;
    }

    private void read(String isolation, String word) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", brokers);
        config.put("isolation.level", isolation);
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            long end = consumer.endOffsets(List.of(place)).get(place);
            while (consumer.position(place) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    System.out.println(word + " " + record.offset() + " " + record.value());
                }
            }
            System.out.println("end " + end);
        }
    }
}
