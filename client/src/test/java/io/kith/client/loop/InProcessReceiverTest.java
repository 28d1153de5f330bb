package io.kith.client.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.transport.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class InProcessReceiverTest {
    private static final int LIMIT_BYTES = 1_000;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Message> read = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private boolean takesTasks = true;
    private final InProcessReceiver receiver =
            new InProcessReceiver(this::execute, LIMIT_BYTES, read::add, closed::add);

    private void execute(Runnable task) {
        if (!takesTasks) {
            throw new RejectedExecutionException("too many tasks");
        }
        tasks.add(task);
    }

    private void runLoop() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Weighs about a hundred bytes more than {@code bytes}. */
    private static Message answer(int bytes) {
        return new ClientMessage.Response(1, ResponseStatus.OK, new byte[bytes]);
    }

    @Test
    void a_client_that_reads_may_get_as_much_as_it_likes() {
        for (int i = 0; i < 100; i++) {
            assertThat(receiver.received(answer(300))).isTrue();
            assertThat(receiver.received(answer(300))).isTrue();
            runLoop();
        }
        assertThat(read).hasSize(200);
        assertThat(closed).isEmpty();
    }

    @Test
    void a_client_that_leaves_too_much_unread_is_cut_off() {
        assertThat(receiver.received(answer(400))).isTrue();
        assertThat(receiver.received(answer(400))).isTrue();
        assertThat(receiver.received(answer(400))).isFalse();
        assertThat(receiver.received(answer(1))).as("the link has ended").isFalse();
        runLoop();
        assertThat(read).hasSize(2);
        assertThat(closed).containsExactly("the client left " + 2 * answer(400).weightBytes() + " bytes unread");
    }

    @Test
    void one_answer_may_be_as_large_as_it_is() {
        assertThat(receiver.received(answer(10 * LIMIT_BYTES))).isTrue();
        runLoop();
        assertThat(receiver.received(answer(10 * LIMIT_BYTES))).isTrue();
        runLoop();
        assertThat(read).hasSize(2);
    }

    @Test
    void a_loop_that_took_no_task_is_woken_by_the_next_answer() {
        takesTasks = false;
        assertThat(receiver.received(answer(1))).isTrue();
        takesTasks = true;
        assertThat(receiver.received(answer(1))).isTrue();
        runLoop();
        assertThat(read).hasSize(2);
    }
}
