package io.kith.client.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.RemoteVec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A list's elements get another order at one go. */
class PermutingTest {
    private final FakeNode node = new FakeNode(4);
    private final Kith kith =
            ClientProvider.inProcess(node, ClientOptions.defaults().deadline(Duration.ofMinutes(1)));
    private final RemoteVec<Integer> vec = kith.vec("vec");

    @AfterEach
    void close() {
        kith.close();
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void theElementsStayAndFewRequestsAreMadeHoweverManyThereAre() throws Exception {
        List<Integer> all = numbers(20_000);
        vec.addAll(all);
        int before = node.requests();
        vec.shuffle(new Random(1));
        assertThat(node.requests() - before).isLessThanOrEqualTo(3);
        List<Integer> shuffled = new ArrayList<>(vec);
        assertThat(shuffled).isNotEqualTo(all).containsExactlyInAnyOrderElementsOf(all);
        vec.reverse();
        Collections.reverse(shuffled);
        assertThat(new ArrayList<>(vec)).isEqualTo(shuffled);
        vec.async().reverse().toCompletableFuture().get(60, TimeUnit.SECONDS);
        vec.async().shuffle(new Random(2)).toCompletableFuture().get(60, TimeUnit.SECONDS);
        vec.sort(null);
        assertThat(new ArrayList<>(vec)).isEqualTo(all);
    }

    @Test
    void listsOfNoneAndOneStayAsTheyAre() {
        vec.shuffle(new Random(1));
        vec.reverse();
        assertThat(vec).isEmpty();
        vec.add(1);
        vec.shuffle(new Random(1));
        vec.reverse();
        assertThat(vec).containsExactly(1);
    }

    @Test
    void eachOrderIsAsProbableAsAnyOther() {
        vec.addAll(numbers(3));
        Random random = new Random(7);
        Map<List<Integer>, Integer> seen = new HashMap<>();
        for (int i = 0; i < 1_200; i++) {
            vec.shuffle(random);
            seen.merge(List.copyOf(new ArrayList<>(vec)), 1, Integer::sum);
        }
        assertThat(seen).hasSize(6);
        assertThat(seen.values()).allMatch(times -> times > 130 && times < 280);
    }

    @Test
    void whatOthersAddMeanwhileIsThereAndPermutedToo() {
        vec.addAll(numbers(5));
        // The order is drawn when the size is known; by then somebody has added one more.
        RandomGenerator slow = new Random(3) {
            private static final long serialVersionUID = 1L;
            private boolean added;

            @Override
            public int nextInt(int bound) {
                if (!added) {
                    added = true;
                    vec.add(5);
                }
                return 0;
            }
        };
        vec.shuffle(slow);
        assertThat(vec).containsExactlyInAnyOrderElementsOf(numbers(6));
        // What draws nothing but zeros moves each to the front of those before it, the one that was added last as well.
        assertThat(vec.get(0)).isEqualTo(5);
    }
}
