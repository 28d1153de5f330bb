package io.kith.collections.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.Kinds;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.wire.ResponseStatus;
import io.kith.transport.NodeId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of commands that are not to be done: primaries' own, and those that are struck out. */
class OwnCommandsRefusedTest {
    private static final NodeId SESSION = new NodeId(1, 2);

    private final PartitionState state = new PartitionStates(Kinds.all()).empty();
    private long sequence;

    private List<Completion> own(byte[] operation) {
        return state.apply(new LogCommand(++sequence, LogCommand.NO_SESSION, 0, 0, 0, 1_000, operation));
    }

    private LogCommand request(long number, byte[] operation) {
        return new LogCommand(++sequence, SESSION, 1, number, number, 1_000, operation);
    }

    @Test
    void an_own_command_that_makes_no_sense_is_dropped_and_counted() {
        long digest = state.digest();
        byte[] torn = PartitionOperations.forgetDestroyed(300);
        assertThat(own(Arrays.copyOf(torn, torn.length - 1))).isEmpty();
        assertThat(state.ownRefusals()).isEqualTo(1);
        assertThat(state.lastOwnRefusal()).isNotEmpty();
        assertThat(state.digest()).isEqualTo(digest);
        assertThat(own(torn)).isEmpty();
        assertThat(state.ownRefusals()).isEqualTo(1);
    }

    @Test
    void what_is_struck_out_changes_nothing_and_its_refusal_is_kept() {
        state.apply(new LogCommand(++sequence, SESSION, 0, 0, 0, 1_000, PartitionOperations.openSession()));
        LogCommand close = request(1, PartitionOperations.closeSession());
        List<Completion> outcome = state.refuse(close);
        assertThat(outcome).hasSize(1);
        assertThat(outcome.get(0).status()).isEqualTo(ResponseStatus.FAILED);
        assertThat(state.sessionCount()).isEqualTo(1);
        LogCommand again = request(1, PartitionOperations.closeSession());
        assertThat(state.apply(again).get(0).status()).as("a late copy of it").isEqualTo(ResponseStatus.FAILED);
        assertThat(state.sessionCount()).isEqualTo(1);
        assertThat(own(PartitionOperations.strikeOut(2))).isEmpty();
    }

    @Test
    void the_opening_of_a_session_that_is_struck_out_is_asked_for_again() {
        LogCommand open = new LogCommand(++sequence, SESSION, 0, 0, 0, 1_000, PartitionOperations.openSession());
        assertThat(state.refuse(open).get(0).status()).isEqualTo(ResponseStatus.RETRY);
        assertThat(state.sessionCount()).isZero();
    }
}
