package io.kith.cluster.collections;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteHashSet;
import io.kith.client.RemoteVec;
import io.kith.client.RemoteVecDeque;
import io.kith.node.KithNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Iterators see each element once while nodes join, leave and crash under them. */
@Timeout(120)
class IterationTest {
    private static final int ELEMENTS = 20_000;
    private static final int STEP = 4_000;

    private static List<Integer> numbers() {
        return IntStream.range(0, ELEMENTS).boxed().toList();
    }

    @Test
    void eachElementIsSeenOnceWhileNodesJoinLeaveAndCrash() {
        try (LocalCluster cluster = LocalCluster.of(3, 64)) {
            Kith kith = cluster.client();
            RemoteHashMap<Integer, Integer> map = kith.hashMap("map");
            map.putAll(numbers().stream().collect(Collectors.toMap(n -> n, n -> -n)));
            RemoteHashSet<Integer> set = kith.hashSet("set");
            set.addAll(numbers());
            RemoteVec<Integer> vec = kith.vec("vec");
            vec.addAll(numbers());
            RemoteVecDeque<Integer> deque = kith.vecDeque("deque");
            deque.addAll(numbers());

            List<Collection<Integer>> collections = List.of(map.keySet(), set, vec, deque);
            List<Iterator<Integer>> iterators =
                    collections.stream().map(Collection::iterator).toList();
            List<List<Integer>> seen =
                    List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

            takeSome(iterators, seen);
            KithNode fourth = cluster.addNode();
            takeSome(iterators, seen);
            cluster.awaitSettled();
            takeSome(iterators, seen);
            cluster.crash(cluster.node(1));
            takeSome(iterators, seen);
            cluster.awaitSettled();
            // Those that come and go meanwhile may be seen or not; they are not in the way.
            vec.add(0, -1);
            vec.remove(0);
            deque.addFirst(-1);
            set.add(-1);
            set.remove(-1);
            cluster.leave(fourth);
            takeSome(iterators, seen);
            assertThat(deque.pollFirst()).isEqualTo(-1);

            for (int i = 0; i < iterators.size(); i++) {
                iterators.get(i).forEachRemaining(seen.get(i)::add);
                assertThat(seen.get(i)).hasSize(ELEMENTS).doesNotHaveDuplicates();
                assertThat(collections.get(i)).hasSize(ELEMENTS);
            }
            assertThat(seen.get(2)).isEqualTo(numbers());
            assertThat(seen.get(3)).isEqualTo(numbers());
            for (Map.Entry<Integer, Integer> entry : map.entrySet()) {
                assertThat(entry.getValue()).isEqualTo(-entry.getKey());
            }
        }
    }

    private static void takeSome(List<Iterator<Integer>> iterators, List<List<Integer>> seen) {
        for (int i = 0; i < iterators.size(); i++) {
            for (int n = 0; n < STEP && iterators.get(i).hasNext(); n++) {
                seen.get(i).add(iterators.get(i).next());
            }
        }
    }
}
