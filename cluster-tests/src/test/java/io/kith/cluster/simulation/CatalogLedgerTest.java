package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.CollectionView;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.replication.log.LogEntry;
import io.kith.simulation.SimulationFailure;
import io.kith.transport.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogLedgerTest {
    private static final NodeId SESSION = new NodeId(1, 2);
    private static final Incarnation INCARNATION = new Incarnation(3, 4);
    private static final CollectionOptions FIVE = new CollectionOptions(0, 5);
    private static final byte[] OPEN =
            PartitionOperations.openCollection(INCARNATION, CollectionType.VEC_DEQUE, "jobs", CollectionOptions.NONE);
    private static final byte[] DESTROY = PartitionOperations.destroyCollection(INCARNATION);

    private final CatalogLedger ledger = new CatalogLedger();
    private long sequence;

    private static CollectionView view(long opening, CollectionOptions options) {
        return new CollectionView(CollectionType.VEC_DEQUE, "jobs", INCARNATION, opening, options, 0, 0);
    }

    /** Logs an operation under that number, of the session or, if that is 0, of the primary. */
    private void logged(long number, byte[] operation, ResponseStatus status, byte[] payload, CollectionView... has) {
        NodeId session = number == 0 ? LogCommand.NO_SESSION : SESSION;
        sequence++;
        LogEntry entry = new LogEntry(1, new LogCommand(sequence, session, 1, number, 1, 0, operation));
        List<Completion> outcome =
                number == 0 ? List.of() : List.of(new Completion(SESSION, 1, number, status, payload));
        ledger.applied(0, entry, outcome, () -> List.of(has));
    }

    private void opened() {
        logged(1, OPEN, ResponseStatus.OK, Results.ofNumber(1), view(1, CollectionOptions.NONE));
    }

    @Test
    void options_are_in_force_from_where_they_are_logged() {
        opened();
        logged(0, PartitionOperations.setOptions(1, FIVE), ResponseStatus.OK, Results.NO_BYTES, view(1, FIVE));
        assertThat(ledger.difference(0, List.of(view(1, FIVE)))).isNull();
        assertThat(ledger.difference(0, List.of(view(1, CollectionOptions.NONE))))
                .contains("instead of");
        assertThatThrownBy(() -> logged(
                        0,
                        PartitionOperations.setOptions(1, CollectionOptions.NONE),
                        ResponseStatus.OK,
                        Results.NO_BYTES,
                        view(1, FIVE)))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("as of entry 3");
    }

    @Test
    void an_opening_that_comes_twice_has_one_number() {
        opened();
        logged(2, OPEN, ResponseStatus.OK, Results.ofNumber(1), view(1, CollectionOptions.NONE));
        assertThat(ledger.openedAgain()).isEqualTo(1);
        CollectionView second = view(3, CollectionOptions.NONE);
        assertThatThrownBy(() -> logged(3, OPEN, ResponseStatus.OK, Results.ofNumber(3), second, second))
                .isInstanceOf(SimulationFailure.class);
    }

    @Test
    void what_was_destroyed_is_not_opened_again_but_an_old_answer_may_be_repeated() {
        opened();
        logged(2, DESTROY, ResponseStatus.OK, Results.NO_BYTES);
        logged(1, OPEN, ResponseStatus.OK, Results.ofNumber(1));
        logged(3, OPEN, ResponseStatus.COLLECTION_DESTROYED, Results.NO_BYTES);
        assertThatThrownBy(
                        () -> logged(4, OPEN, ResponseStatus.OK, Results.ofNumber(5), view(5, CollectionOptions.NONE)))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining("destroyed");
    }

    @Test
    void what_is_left_of_a_destroyed_collection_is_found() {
        opened();
        assertThatThrownBy(
                        () -> logged(2, DESTROY, ResponseStatus.OK, Results.NO_BYTES, view(1, CollectionOptions.NONE)))
                .isInstanceOf(SimulationFailure.class);
    }
}
