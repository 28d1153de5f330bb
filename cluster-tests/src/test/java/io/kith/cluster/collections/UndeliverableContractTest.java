package io.kith.cluster.collections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteVec;
import io.kith.client.RemoteVecDeque;
import io.kith.client.serialization.ClassNotAllowedException;
import io.kith.node.KithNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On three nodes: what is taken is delivered or stays, and values are what they were, while nodes crash. */
@Timeout(300)
class UndeliverableContractTest {
    private record Circle(int radius) {}

    private LocalCluster cluster;
    private Kith producer;
    private Kith consumer;

    @BeforeEach
    void start() {
        cluster = LocalCluster.of(3, 8);
        producer = cluster.client(ClientOptions.defaults().allow(Circle.class));
        consumer = cluster.client();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void whatCannotBeReadStaysWhereItIs() throws Exception {
        RemoteVecDeque<Object> shapes = producer.vecDeque("shapes");
        shapes.addAll(List.of(new Circle(1), "x"));
        RemoteVecDeque<Object> foreign = consumer.vecDeque("shapes");
        assertThatThrownBy(foreign::poll).isInstanceOf(ClassNotAllowedException.class);
        assertThatThrownBy(foreign::take).isInstanceOf(ClassNotAllowedException.class);
        assertThatThrownBy(() -> foreign.async().pollFirst().get()).hasCauseInstanceOf(ClassNotAllowedException.class);
        assertThat(new ArrayList<>(shapes)).containsExactly(new Circle(1), "x");

        RemoteVec<Object> list = producer.vec("list");
        list.addAll(List.of(new Circle(1), "x"));
        assertThatThrownBy(() -> consumer.vec("list").remove(0)).isInstanceOf(ClassNotAllowedException.class);
        assertThat(new ArrayList<>(list)).containsExactly(new Circle(1), "x");

        RemoteHashMap<String, Object> map = producer.hashMap("map");
        map.put("k", new Circle(1), Duration.ofHours(1));
        assertThatThrownBy(() -> consumer.<String, Object>hashMap("map").put("k", "y"))
                .isInstanceOf(ClassNotAllowedException.class);
        assertThat(map.get("k")).isEqualTo(new Circle(1));
    }

    @Test
    void aFullTargetLeavesTheRest() {
        RemoteVecDeque<Integer> deque = consumer.vecDeque("numbers");
        List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
        deque.addAll(numbers);
        assertThatThrownBy(() -> deque.drainTo(new ArrayBlockingQueue<>(10))).isInstanceOf(IllegalStateException.class);
        assertThat(new ArrayList<>(deque)).isEqualTo(numbers.subList(10, 100));
    }

    @Test
    void valuesAreWhatTheyWere() {
        RemoteHashMap<String, Map<String, Integer>> map = consumer.hashMap("maps");
        Map<String, Integer> linked = new LinkedHashMap<>();
        List.of("zebra", "b", "apple", "aa").forEach(word -> linked.put(word, word.length()));
        map.put("linked", linked);
        assertThat(List.copyOf(map.get("linked").keySet())).containsExactly("zebra", "b", "apple", "aa");
        TreeMap<String, Integer> sorted = new TreeMap<>(Collections.reverseOrder());
        sorted.putAll(linked);
        map.put("sorted", sorted);
        assertThat(((TreeMap<String, Integer>) map.get("sorted")).firstKey()).isEqualTo("zebra");
        assertThat(map.remove("linked", sorted)).isTrue();
        assertThat(map.containsValue(linked)).isTrue();
    }

    /** Two consumers, one of which can read half of what it meets, while the nodes crash one after the other. */
    @Test
    void eachElementIsDeliveredOnceToSomebodyWhoCanReadItWhileANodeCrashes() throws Exception {
        RemoteVecDeque<Object> shapes = producer.vecDeque("mixed");
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            all.add(i % 4 == 3 ? new Circle(i) : (Object) i);
        }
        shapes.addAll(all);
        ConcurrentLinkedQueue<Object> delivered = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (Kith kith : List.of(producer, consumer)) {
                RemoteVecDeque<Object> deque = kith.vecDeque("mixed");
                ends.add(threads.submit(() -> take(deque, delivered, all.size())));
            }
            KithNode last = cluster.node(2);
            cluster.crash(last);
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(delivered).containsExactlyInAnyOrderElementsOf(all);
    }

    private static void take(RemoteVecDeque<Object> deque, ConcurrentLinkedQueue<Object> delivered, int wanted) {
        int refusals = 0;
        while (delivered.size() < wanted) {
            assertThat(refusals).as("somebody else can read it").isLessThan(100_000);
            try {
                Object element = deque.poll();
                if (element != null) {
                    delivered.add(element);
                }
            } catch (ClassNotAllowedException e) {
                refusals++;
            }
        }
    }
}
