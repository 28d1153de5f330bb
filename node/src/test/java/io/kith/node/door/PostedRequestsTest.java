package io.kith.node.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.core.Loop;
import io.kith.transport.ProtocolPort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PostedRequestsTest {
    private final Behind slow = new Behind();
    private final Behind other = new Behind();
    private final PostedRequests posted = new PostedRequests(List.of(slow, other), Long.MAX_VALUE);

    /** A loop that runs nothing until it is told to. */
    private static final class Behind implements Loop {
        final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public ProtocolPort port() {
            throw new UnsupportedOperationException("nobody needs it");
        }

        @Override
        public boolean isCurrent() {
            return false;
        }

        @Override
        public void post(Runnable task) {
            tasks.add(task);
        }

        void catchUp() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }
    }

    @Test
    void whatWaitsForALoopIsBoundedAndRunsInOrder() {
        List<Integer> ran = new ArrayList<>();
        int taken = 0;
        while (posted.post(0, 1 << 20, runner(ran, taken))) {
            taken++;
        }
        assertThat(taken).isEqualTo(PostedRequests.MAX_BYTES >> 20);
        assertThat(posted.post(1, 1 << 20, () -> {}))
                .as("another loop has its own bound")
                .isTrue();
        slow.catchUp();
        assertThat(ran).hasSize(taken).isSorted();
        assertThat(posted.post(0, 1 << 20, () -> {}))
                .as("once it has caught up")
                .isTrue();
    }

    @Test
    void whereTheHeapIsSmallLessMayWait() {
        PostedRequests few = new PostedRequests(List.of(slow, other), 256 << 20);
        int taken = 0;
        while (few.post(0, 1 << 20, () -> {})) {
            taken++;
        }
        assertThat(taken).as("a sixteenth of the heap for both loops").isEqualTo(8);
    }

    @Test
    void aRequestThatIsLargerThanTheBoundGoesAlone() {
        assertThat(posted.post(0, 2 * PostedRequests.MAX_BYTES, () -> {})).isTrue();
        assertThat(posted.post(0, 1, () -> {})).isFalse();
        slow.catchUp();
        assertThat(posted.post(0, 1, () -> {})).isTrue();
    }

    private static Runnable runner(List<Integer> ran, int number) {
        return () -> ran.add(number);
    }
}
