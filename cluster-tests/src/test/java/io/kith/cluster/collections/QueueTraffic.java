package io.kith.cluster.collections;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteVecDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Producers and consumers of one deque, and threads that count with {@code compute}, until they are told to stop. Each
 * element must come out once, in its producer's order for each consumer, and the counters must be exact.
 */
final class QueueTraffic implements AutoCloseable {
    private static final int PRODUCERS = 2;
    private static final int CONSUMERS = 2;
    private static final int COUNTING = 1;
    private static final int COUNTERS = 3;
    private static final int CAPACITY = 50;

    private record Element(int producer, int number) {}

    private final RemoteVecDeque<List<Integer>> deque;
    private final RemoteHashMap<Integer, Integer> counters;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean drained = new AtomicBoolean();
    private final List<Future<Integer>> produced = new ArrayList<>();
    private final List<Future<List<Element>>> consumed = new ArrayList<>();
    private final List<Future<int[]>> counted = new ArrayList<>();

    QueueTraffic(Kith kith, String name) {
        deque = kith.vecDeque(name + " deque");
        deque.setCapacity(CAPACITY);
        counters = kith.hashMap(name + " counters");
    }

    void start() {
        for (int i = 0; i < PRODUCERS; i++) {
            int producer = i;
            produced.add(threads.submit(() -> produce(producer)));
        }
        for (int i = 0; i < CONSUMERS; i++) {
            boolean waits = i > 0;
            consumed.add(threads.submit(() -> consume(waits)));
        }
        for (int i = 0; i < COUNTING; i++) {
            counted.add(threads.submit((Callable<int[]>) this::count));
        }
    }

    private int produce(int producer) throws InterruptedException {
        int number = 0;
        while (!stopping.get()) {
            deque.put(List.of(producer, number++));
        }
        return number;
    }

    /** Takes by the operation that waits, or by the one that does not. */
    private List<Element> consume(boolean waits) throws InterruptedException {
        List<Element> taken = new ArrayList<>();
        while (true) {
            boolean last = drained.get();
            List<Integer> element = waits ? deque.poll(200, TimeUnit.MILLISECONDS) : deque.poll();
            if (element != null) {
                taken.add(new Element(element.get(0), element.get(1)));
            } else if (last) {
                return taken;
            }
        }
    }

    private int[] count() {
        int[] increments = new int[COUNTERS];
        for (int n = 0; !stopping.get(); n++) {
            int key = n % COUNTERS;
            if (n % 2 == 0) {
                counters.compute(key, (same, value) -> value == null ? 1 : value + 1);
            } else {
                counters.merge(key, 1, Integer::sum);
            }
            increments[key]++;
        }
        return increments;
    }

    /** Ends it, checks it, and gives back a line of figures. */
    String stopAndCheck() throws InterruptedException, ExecutionException {
        stopping.set(true);
        int[] sent = new int[PRODUCERS];
        for (int i = 0; i < PRODUCERS; i++) {
            sent[i] = produced.get(i).get();
        }
        drained.set(true);
        Map<Element, Integer> seen = new java.util.HashMap<>();
        int elements = 0;
        for (Future<List<Element>> consumer : consumed) {
            int[] last = new int[PRODUCERS];
            java.util.Arrays.fill(last, -1);
            for (Element element : consumer.get()) {
                assertThat(element.number())
                        .as("after %d of producer %d", last[element.producer()], element.producer())
                        .isGreaterThan(last[element.producer()]);
                last[element.producer()] = element.number();
                seen.merge(element, 1, Integer::sum);
                elements++;
            }
        }
        assertThat(seen.values()).as("how often each element came out").allMatch(times -> times == 1);
        for (int i = 0; i < PRODUCERS; i++) {
            int producer = i;
            assertThat(seen.keySet().stream().filter(element -> element.producer() == producer))
                    .as("elements of producer %d", i)
                    .hasSize(sent[i]);
        }
        Map<Integer, Integer> expected = new TreeMap<>();
        int increments = 0;
        for (Future<int[]> each : counted) {
            int[] own = each.get();
            for (int key = 0; key < COUNTERS; key++) {
                expected.merge(key, own[key], Integer::sum);
                increments += own[key];
            }
        }
        assertThat(new TreeMap<>(counters)).isEqualTo(expected);
        return elements + " elements, each once and in its producer's order; " + increments
                + " increments, all counted";
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
