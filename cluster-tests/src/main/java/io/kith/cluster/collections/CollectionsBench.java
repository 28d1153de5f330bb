package io.kith.cluster.collections;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteHashSet;
import io.kith.client.RemoteVec;
import io.kith.client.RemoteVecDeque;
import io.kith.cluster.processes.ClusterNode;
import io.kith.cluster.processes.ProcessCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Measures collections of a million elements on three node processes with two replicas: how long loading takes, what the
 * nodes' memory grows by, how fast a list is in its middle, and whether a client with a heap of 64 MB can iterate.
 * Arguments: the number of elements, a million by default, and which collections, by default all four.
 */
public final class CollectionsBench {
    private static final String WALK = "walk";
    private static final int BATCH = 100_000;
    private static final int ELEMENT_LENGTH = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration MEASURED = Duration.ofSeconds(5);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String CLIENT_HEAP = "-Xmx64m";

    private final ProcessCluster cluster;
    private final Kith kith;
    private final int elements;
    private final PrintWriter out;

    private CollectionsBench(ProcessCluster cluster, Kith kith, int elements, PrintWriter out) {
        this.cluster = cluster;
        this.kith = kith;
        this.elements = elements;
        this.out = out;
    }

    /** Runs it and prints a line a figure. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        if (arguments.length == 3 && arguments[0].equals(WALK)) {
            walk(arguments[1], arguments[2], out);
            return;
        }
        int elements = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        out.printf(Locale.ROOT, "%,d elements of %d bytes in each; 3 nodes, 2 replicas%n", elements, ELEMENT_LENGTH);
        List<String> measured = arguments.length < 2
                ? List.of("map", "set", "vec", "deque")
                : List.of(arguments).subList(1, arguments.length);
        for (String what : measured) {
            // Each on nodes of its own, as memory that one has used hides what the next one takes.
            try (ProcessCluster cluster = ProcessCluster.named("collections-bench-" + what, 2)) {
                cluster.start(3);
                try (Kith kith = cluster.connect(PATIENCE)) {
                    cluster.awaitSettled(kith, 3, PATIENCE);
                    new CollectionsBench(cluster, kith, elements, out).measure(what);
                }
            }
        }
    }

    private static String element(int number) {
        String text = Integer.toString(number);
        return text + "-".repeat(ELEMENT_LENGTH - text.length());
    }

    private void measure(String what) throws IOException, InterruptedException {
        switch (what) {
            case "map" -> {
                RemoteHashMap<Integer, String> map = kith.hashMap(what);
                load(what, from -> map.putAll(numbered(from)));
            }
            case "set" -> {
                RemoteHashSet<String> set = kith.hashSet(what);
                load(what, from -> set.addAll(batch(from)));
            }
            case "vec" -> {
                RemoteVec<String> vec = kith.vec(what);
                load(what, from -> vec.addAll(batch(from)));
                compareWithOneElement(vec);
            }
            case "deque" -> {
                RemoteVecDeque<String> deque = kith.vecDeque(what);
                load(what, from -> deque.addAllLast(batch(from)));
            }
            default -> throw new IllegalArgumentException("'" + what + "' is none of map, set, vec and deque");
        }
        walkWithLittleMemory(what);
    }

    private Map<Integer, String> numbered(int from) {
        Map<Integer, String> batch = new HashMap<>();
        for (String element : batch(from)) {
            batch.put(from + batch.size(), element);
        }
        return batch;
    }

    private List<String> batch(int from) {
        List<String> batch = new ArrayList<>();
        for (int number = from; number < Math.min(elements, from + BATCH); number++) {
            batch.add(element(number));
        }
        return batch;
    }

    private void load(String what, IntConsumer addBatch) throws IOException {
        long before = residentBytes();
        long start = System.nanoTime();
        for (int from = 0; from < elements; from += BATCH) {
            addBatch.accept(from);
        }
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        long grown = residentBytes() - before;
        out.printf(
                Locale.ROOT,
                "%-6s loaded in %.1f s, %,.0f elements/s; the nodes' resident memory grew by %,d MB%n",
                what,
                seconds,
                elements / seconds,
                grown >> 20);
    }

    private long residentBytes() throws IOException {
        long kilobytes = 0;
        for (ClusterNode node : cluster.serving()) {
            for (String line : Files.readAllLines(Path.of("/proc/" + node.pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    kilobytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        }
        return kilobytes << 10;
    }

    // ---- a list's middle

    private void compareWithOneElement(RemoteVec<String> vec) {
        RemoteVec<String> single = kith.vec("single");
        single.add(element(0));
        Random random = new Random(1);
        for (int round = 1; round <= 2; round++) {
            double oneGet = perSecond(() -> single.get(0));
            double manyGet = perSecond(() -> vec.get(random.nextInt(elements)));
            // Inserting grows a list, so what was inserted is removed again, in both.
            double oneInsert = perSecond(() -> insertAndRemove(single, 0)) * 2;
            double manyInsert = perSecond(() -> insertAndRemove(vec, elements / 2)) * 2;
            out.printf(
                    Locale.ROOT,
                    "round %d: get(random) %,.0f/s, of one element %,.0f/s; add(size/2, x) and remove %,.0f/s, "
                            + "of one element %,.0f/s%n",
                    round,
                    manyGet,
                    oneGet,
                    manyInsert,
                    oneInsert);
        }
        single.destroy();
    }

    private static void insertAndRemove(RemoteVec<String> vec, int index) {
        vec.add(index, element(index));
        String removed = vec.remove(index);
        if (!removed.equals(element(index))) {
            throw new IllegalStateException("inserted " + element(index) + ", but removed " + removed);
        }
    }

    private static double perSecond(Runnable operation) {
        long start = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - start < MEASURED.toNanos()) {
            operation.run();
            count++;
        }
        return count * NANOS_PER_SECOND / (System.nanoTime() - start);
    }

    // ---- iteration

    private void walkWithLittleMemory(String what) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                CLIENT_HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CollectionsBench.class.getName(),
                WALK,
                what,
                cluster.serving().get(0).address());
        Process walker = new ProcessBuilder(command).inheritIO().start();
        if (!walker.waitFor(PATIENCE.toSeconds() * 5, TimeUnit.SECONDS) || walker.exitValue() != 0) {
            walker.destroyForcibly();
            throw new IllegalStateException("a client with " + CLIENT_HEAP + " could not iterate over the " + what);
        }
    }

    private static void walk(String what, String address, PrintWriter out) {
        ClientOptions options = ClientOptions.defaults().address(address).connectTimeout(PATIENCE);
        try (Kith kith = Kith.connect(options)) {
            Iterable<?> all = switch (what) {
                case "map" -> kith.hashMap(what).entrySet();
                case "set" -> kith.hashSet(what);
                case "vec" -> kith.vec(what);
                default -> kith.vecDeque(what);
            };
            long start = System.nanoTime();
            long seen = 0;
            for (Object element : all) {
                seen += element == null ? 0 : 1;
            }
            double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
            out.printf(
                    Locale.ROOT,
                    "%-6s iterated over %,d elements with %s in %.1f s, %,.0f/s%n",
                    what,
                    seen,
                    CLIENT_HEAP,
                    seconds,
                    seen / seconds);
        }
    }
}
