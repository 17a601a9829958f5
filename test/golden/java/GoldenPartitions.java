package org.apache.kafka.clients.producer.internals;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.common.utils.internals.LogContext;

/**
 * Prints where Java's client puts keys, and how it moves from partition to partition without them. In the package of the
 * class that it asks, because the random number is the only thing that a subclass there can replace.
 *
 * "java.murmur2 KEY HASH" and "java.partitionForKey KEY P...", for each key on stdin (hex, HEX*N when repeated, - for the empty one), among each
 * of the counts given as arguments.
 * "sticky BYTES PARTITIONS": a walk; then a line for each record, see {@link #walk}.
 */
public class GoldenPartitions {
    private static final String TOPIC = "t";
    private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);

    public static void main(String[] args) throws Exception {
        List<Integer> counts = Arrays.stream(args).map(Integer::valueOf).collect(Collectors.toList());
        String keys = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        for (String hex : keys.split("\n", -1)) {
            if (hex.isEmpty()) continue;
            String[] parts = hex.split("\\*");
            byte[] key = HexFormat.of().parseHex(hex.equals("-") ? "" : parts[0].repeat(parts.length == 1 ? 1 : Integer.parseInt(parts[1])));
            String places = counts.stream().map(n -> "" + BuiltInPartitioner.partitionForKey(key, n)).collect(Collectors.joining(" "));
            OUT.println("java.murmur2 " + hex + " " + Utils.murmur2(key));
            OUT.println("java.partitionForKey " + hex + " " + places);
        }
        Random random = new Random(20_261_121);
        for (int i = 0; i < 30; i++) walk(random, 1 + random.nextInt(i < 25 ? 8 : 60), 1 + random.nextInt(i % 2 == 0 ? 100 : 20_000));
        OUT.flush();
    }

    /** The partitioner, with the random numbers that it is given. */
    private static final class Scripted extends BuiltInPartitioner {
        private final Random random;
        final List<Integer> drawn = new ArrayList<>();

        Scripted(int stickyBytes, Random random) {
            super(new LogContext(), TOPIC, stickyBytes, false, "");
            this.random = random;
        }

        @Override
        int randomPartition() {
            int next = Utils.toPositive(random.nextInt());
            drawn.add(next);
            return next;
        }
    }

    /**
     * Records one after the other, as RecordAccumulator.append treats them: where the batch is full or gone the partition
     * may change before the record, after it only at twice the sticky bytes. "PARTITION BYTES FULL DRAWN... [| LOAD]":
     * where the record went, what it took, whether the batch was full before it, the numbers drawn since the last record,
     * and, where it changed before this record, for each partition its queue length, or "-" without a leader, or "!" where
     * its broker takes nothing.
     */
    private static void walk(Random random, int partitions, int stickyBytes) {
        OUT.println("sticky " + stickyBytes + " " + partitions);
        Scripted partitioner = new Scripted(stickyBytes, random);
        String load = load(partitioner, random, partitions, 0);
        Cluster cluster = cluster(load);
        boolean switched = true;
        for (int record = 0; record < 150; record++) {
            String changed = "";
            // The draw after a record sees the load of before; ours comes with the next record.
            if (record == 0 || (!switched && random.nextInt(4) == 0)) {
                if (record > 0) load = load(partitioner, random, partitions, random.nextInt(4));
                cluster = cluster(load);
                changed = " | " + load;
            }
            boolean isFull = random.nextInt(3) == 0;
            BuiltInPartitioner.StickyPartitionInfo info = partitioner.peekCurrentPartitionInfo(cluster);
            if (isFull) {
                partitioner.updatePartitionInfo(info, 0, cluster, true);
                info = partitioner.peekCurrentPartitionInfo(cluster);
            }
            int bytes = 1 + random.nextInt(Math.max(1, stickyBytes));
            String drawn = partitioner.drawn.stream().map(n -> " " + n).collect(Collectors.joining());
            partitioner.drawn.clear();
            OUT.println(info.partition() + " " + bytes + " " + (isFull ? 1 : 0) + drawn + changed);
            partitioner.updatePartitionInfo(info, bytes, cluster, false);
            switched = partitioner.isPartitionChanged(info);
        }
    }

    /** Draws a load and tells the partitioner, as RecordAccumulator.partitionReady does. */
    private static String load(BuiltInPartitioner partitioner, Random random, int partitions, int kind) {
        int[] queues = new int[partitions];
        int[] ids = new int[partitions];
        String[] racks = new String[partitions];
        List<String> words = new ArrayList<>();
        int length = 0;
        for (int partition = 0; partition < partitions; partition++) {
            int queue = kind == 0 ? 0 : kind == 1 ? 3 : random.nextInt(kind == 2 ? 4 : 300);
            int luck = kind == 0 ? 9 : random.nextInt(10);
            boolean isLed = luck > 0;
            boolean isStuck = luck == 1;
            words.add(!isLed ? "-" : isStuck ? "!" : "" + queue);
            if (!isLed || isStuck) continue;
            queues[length] = queue;
            ids[length++] = partition;
        }
        partitioner.updatePartitionLoadStats(queues, ids, racks, length);
        return String.join(" ", words);
    }

    private static Cluster cluster(String load) {
        Node node = new Node(1, "localhost", 9092);
        String[] words = load.split(" ");
        List<PartitionInfo> infos = IntStream.range(0, words.length)
            .mapToObj(p -> new PartitionInfo(TOPIC, p, words[p].equals("-") ? null : node, new Node[0], new Node[0]))
            .collect(Collectors.toList());
        return new Cluster("c", List.of(node), infos, java.util.Set.of(), java.util.Set.of());
    }
}
