package io.kith.replication.primary;

import static io.kith.replication.shared.OnePartition.A;
import static io.kith.replication.shared.OnePartition.SLICE_ELEMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.replication.host.Responder;
import io.kith.replication.shared.OnePartition;
import io.kith.replication.shared.UnderWay;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes for which a primary looks first, in turns. */
class SearchesTest {
    private static final CollectionRef VEC = CollectionRef.named(CollectionType.VEC, new Incarnation(0, 6));
    private static final int ELEMENTS = 10 * SLICE_ELEMENTS;
    private static final int SOUGHT = ELEMENTS - 1;

    private final OnePartition one = new OnePartition(A, A);
    private final PrimaryTerm term = new PrimaryTerm(one.here, one.here.term());
    private Ordering ordering;
    private long number;

    /** A client that asks for one thing, maybe several times. */
    private static final class Client implements Responder {
        private final List<ResponseStatus> statuses = new ArrayList<>();
        private byte[] payload;
        private boolean gone;

        @Override
        public void respond(ResponseStatus status, byte[] result) {
            statuses.add(status);
            payload = result;
        }

        @Override
        public boolean isAwaited() {
            return !gone;
        }
    }

    private final Client client = new Client();

    @BeforeEach
    void fillAList() {
        one.holding.keepFresh(term.number());
        ordering = new Ordering(term, one.holding, one.requests, one.turn, one.bounds, one.rules);
        ordering.openSession(one.openSession(), new Client());
        commit();
        done(PartitionOperations.openCollection(VEC.incarnation(), VEC.type(), "vec", CollectionOptions.NONE));
        for (int i = 0; i < ELEMENTS; i++) {
            done(VecOperations.add(VEC, new byte[] {(byte) i}));
        }
    }

    private ClientMessage.Write request(byte[] operation) {
        return new ClientMessage.Write(number, one.here.configId(), 0, OnePartition.SESSION, 1, number, 1, operation);
    }

    private void done(byte[] operation) {
        number++;
        Client asker = new Client();
        ordering.write(request(operation), asker);
        commit();
        assertThat(asker.statuses).containsExactly(ResponseStatus.OK);
    }

    private void commit() {
        one.holding.commitAsPrimary(one.holding.log().last(), term.number());
    }

    private static byte[] removal() {
        return VecOperations.removeValue(VEC, new byte[] {SOUGHT}, 0, Integer.MAX_VALUE, false);
    }

    private long size() {
        return Results.number(one.holding.state().read(VecOperations.size(VEC)).payload());
    }

    private void slices(int count) {
        for (int i = 0; i < count; i++) {
            one.port.pass(1);
        }
    }

    @Test
    void a_removal_from_a_long_list_is_logged_when_it_was_looked_for_in_turns() {
        long before = one.holding.log().last();
        number++;
        ordering.write(request(removal()), client);
        slices(ELEMENTS / SLICE_ELEMENTS - 1);
        ordering.orderFound();
        assertThat(one.holding.log().last()).as("it is not found yet").isEqualTo(before);
        int flushes = one.flushes;
        slices(1);
        assertThat(one.flushes).as("it is to be logged at the end of that turn").isGreaterThan(flushes);
        ordering.orderFound();
        assertThat(one.holding.log().last()).isEqualTo(before + 1);
        assertThat(client.statuses).isEmpty();
        commit();
        assertThat(client.statuses).containsExactly(ResponseStatus.OK);
        assertThat(VecOperations.index(client.payload)).isEqualTo(SOUGHT);
        assertThat(size()).isEqualTo(ELEMENTS - 1);
    }

    @Test
    void a_removal_from_a_short_list_is_logged_at_once() {
        done(VecOperations.truncate(VEC, SLICE_ELEMENTS));
        long before = one.holding.log().last();
        number++;
        ordering.write(request(removal()), client);
        assertThat(one.holding.log().last()).isEqualTo(before + 1);
        assertThat(one.longReads.size()).isZero();
    }

    @Test
    void one_that_is_asked_for_again_is_looked_for_and_done_once_and_answered_to_who_asked_last() {
        number++;
        ordering.write(request(removal()), client);
        slices(3);
        Client again = new Client();
        ordering.write(request(removal()), again);
        assertThat(one.longReads.size()).isEqualTo(1);
        slices(ELEMENTS / SLICE_ELEMENTS);
        ordering.orderFound();
        commit();
        Client late = new Client();
        ordering.write(request(removal()), late);
        assertThat(client.statuses).isEmpty();
        assertThat(again.statuses).containsExactly(ResponseStatus.OK);
        assertThat(late.statuses).containsExactly(ResponseStatus.OK);
        assertThat(late.payload).isEqualTo(again.payload);
        assertThat(size()).isEqualTo(ELEMENTS - 1);
    }

    @Test
    void nothing_is_logged_for_a_term_that_is_over() {
        number++;
        ordering.write(request(removal()), client);
        slices(3);
        long before = one.holding.log().last();
        ordering.end();
        one.requests.abandonOpen();
        slices(ELEMENTS);
        ordering.orderFound();
        assertThat(one.holding.log().last()).isEqualTo(before);
        assertThat(one.longReads.size()).isZero();
        assertThat(client.statuses).containsExactly(ResponseStatus.NOT_HERE);
    }

    @Test
    void what_is_found_when_the_term_is_over_is_not_logged_either() {
        number++;
        ordering.write(request(removal()), client);
        slices(ELEMENTS);
        long before = one.holding.log().last();
        ordering.end();
        ordering.orderFound();
        assertThat(one.holding.log().last()).isEqualTo(before);
    }

    @Test
    void what_is_found_while_the_role_is_given_away_is_to_be_asked_for_again() {
        number++;
        ordering.write(request(removal()), client);
        one.turn.begins(UnderWay.HAND_OVER);
        slices(ELEMENTS);
        long before = one.holding.log().last();
        ordering.orderFound();
        assertThat(one.holding.log().last()).isEqualTo(before);
        assertThat(client.statuses).containsExactly(ResponseStatus.RETRY);
        one.turn.ends(UnderWay.HAND_OVER);
        ordering.write(request(removal()), client);
        slices(ELEMENTS);
        ordering.orderFound();
        commit();
        assertThat(client.statuses).containsExactly(ResponseStatus.RETRY, ResponseStatus.OK);
    }

    @Test
    void nothing_is_looked_for_whose_client_is_gone_until_it_asks_again() {
        number++;
        ordering.write(request(removal()), client);
        slices(2);
        client.gone = true;
        slices(1);
        assertThat(one.longReads.size()).isZero();
        assertThat(one.open.size()).isZero();
        Client back = new Client();
        ordering.write(request(removal()), back);
        slices(ELEMENTS);
        ordering.orderFound();
        commit();
        assertThat(back.statuses).containsExactly(ResponseStatus.OK);
        assertThat(size()).isEqualTo(ELEMENTS - 1);
    }

    @Test
    void what_changes_while_it_is_looked_for_counts() {
        number++;
        ordering.write(request(removal()), client);
        long removal = number;
        slices(5);
        done(VecOperations.insert(VEC, 1, new byte[] {SOUGHT}));
        slices(3 * ELEMENTS);
        ordering.orderFound();
        commit();
        assertThat(removal).isLessThan(number);
        assertThat(client.statuses).containsExactly(ResponseStatus.OK);
        assertThat(VecOperations.index(client.payload)).isEqualTo(1);
    }
}
