package io.kith.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoundedQueueTest {
    @Test
    void what_is_taken_out_makes_room() {
        BoundedQueue<String> queue = new BoundedQueue<>(2);
        assertThat(queue.offer("a")).isTrue();
        assertThat(queue.offer("b")).isTrue();
        assertThat(queue.offer("c")).isFalse();
        assertThatThrownBy(() -> queue.add("c")).isInstanceOf(IllegalStateException.class);
        assertThat(queue).containsExactly("a", "b").hasSize(2);

        assertThat(queue.poll()).isEqualTo("a");
        assertThat(queue.offer("c")).isTrue();
        assertThat(queue.remove("c")).isTrue();
        assertThat(queue.remove("c")).isFalse();
        assertThat(queue.offer("d")).isTrue();
        assertThat(queue.peek()).isEqualTo("b");
        assertThat(queue.poll()).isEqualTo("b");
        assertThat(queue.poll()).isEqualTo("d");
        assertThat(queue.poll()).isNull();
        assertThat(queue).isEmpty();
    }

    @Test
    void the_bound_holds_whoever_puts_in_and_takes_out_at_once() throws InterruptedException {
        int limit = 10;
        BoundedQueue<Integer> queue = new BoundedQueue<>(limit);
        AtomicInteger in = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 20_000; n++) {
                    if (queue.offer(n)) {
                        most.accumulateAndGet(in.incrementAndGet(), Math::max);
                    }
                    // Counted out before it is out: never more than are in.
                    if (n % 2 == 0) {
                        in.decrementAndGet();
                        if (queue.poll() == null) {
                            in.incrementAndGet();
                        }
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        int left = 0;
        while (queue.poll() != null) {
            left++;
        }
        assertThat(left).isEqualTo(in.get()).isLessThanOrEqualTo(limit);
        assertThat(most.get()).isLessThanOrEqualTo(limit + threads.size());
        assertThat(queue.size()).isZero();
    }
}
