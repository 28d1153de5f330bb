package io.kith.client.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.client.routing.Failure;
import io.kith.client.routing.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class RequestInboxTest {
    private final RequestInbox inbox = new RequestInbox(2);
    private final List<Request> taken = new ArrayList<>();
    private int wakeUps;

    private static final class Ask extends Request {
        private Failure failure;

        Ask() {
            super(true, 0, new byte[] {1, 2}, COMMON_LANE, Long.MAX_VALUE, 0);
        }

        @Override
        protected void succeeded(byte[] payload) {}

        @Override
        protected void failed(Failure why) {
            failure = why;
        }
    }

    private Ask submitted() {
        Ask ask = new Ask();
        inbox.submit(ask, () -> wakeUps++);
        return ask;
    }

    @Test
    void a_burst_goes_over_in_order_with_one_wake_up() {
        Ask first = submitted();
        Ask second = submitted();
        inbox.takeOver(taken::add);
        assertThat(taken).containsExactly(first, second);
        assertThat(wakeUps).isEqualTo(1);
        submitted();
        assertThat(wakeUps).isEqualTo(2);
    }

    @Test
    void what_finds_no_room_fails_at_once_and_the_others_go_over() {
        Ask first = submitted();
        Ask second = submitted();
        Ask third = submitted();
        assertThat(third.failure.message())
                .isEqualTo("nothing was changed: 2 requests wait for the client's event loop already");
        assertThat(third.hasEnded()).isTrue();
        inbox.takeOver(taken::add);
        assertThat(taken).containsExactly(first, second);
        Ask fourth = submitted();
        assertThat(fourth.failure).isNull();
        inbox.takeOver(taken::add);
        assertThat(taken).containsExactly(first, second, fourth);
    }

    @Test
    void what_cannot_wake_the_loop_fails_and_the_next_tries_again() {
        Ask ask = new Ask();
        inbox.submit(ask, () -> {
            throw new RejectedExecutionException("too many tasks");
        });
        assertThat(ask.failure.message()).isEqualTo("nothing was changed: too many tasks");
        Ask next = submitted();
        assertThat(wakeUps).isEqualTo(1);
        inbox.takeOver(taken::add);
        assertThat(taken).containsExactly(next);
    }
}
