package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.kind.RequestKey;
import io.kith.collections.lock.LockToken;
import io.kith.simulation.SimulationFailure;
import io.kith.transport.NodeId;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LockTrailTest {
    private static final NodeId SESSION = new NodeId(1, 2);

    private final LockTrail lock = new LockTrail("l");

    private static LockTrail.Asking asking(long owner, long leaseMillis) {
        return new LockTrail.Asking(new RequestKey(SESSION, 1, owner), new LockToken(0, owner), leaseMillis);
    }

    private static void assertWrong(ThrowingCallable done, String what) {
        assertThatThrownBy(done).isInstanceOf(SimulationFailure.class).hasMessageContaining(what);
    }

    @Test
    void two_owners_at_a_time_are_found_and_one_who_takes_it_again_is_not() {
        lock.granted(asking(1, 100), 1, 0);
        lock.granted(asking(1, 100), 1, 10);
        assertWrong(() -> lock.granted(asking(2, 100), 2, 20), "somebody else holds it");
    }

    @Test
    void a_lease_that_ends_before_its_time_is_found() {
        lock.granted(asking(1, 100), 1, 0);
        assertWrong(() -> lock.expired(1, 100, 99), "before the lease is over");
        lock.expired(1, 100, 100);
        assertThat(lock.heldOrAwaited()).isNull();
    }

    @Test
    void a_fencing_token_that_does_not_rise_is_found() {
        lock.granted(asking(1, 0), 3, 0);
        lock.givenBack(new LockToken(0, 1), 0);
        assertWrong(() -> lock.granted(asking(2, 0), 3, 1), "under 3");
    }

    @Test
    void who_gets_it_before_his_turn_is_found() {
        lock.granted(asking(1, 0), 1, 0);
        lock.waits(asking(2, 0));
        lock.waits(asking(3, 0));
        lock.givenBack(new LockToken(0, 1), 0);
        assertWrong(() -> lock.granted(asking(3, 0), 2, 1), "before others");
    }

    @Test
    void who_waits_for_what_nobody_holds_is_found() {
        lock.granted(asking(1, 0), 1, 0);
        lock.waits(asking(2, 0));
        lock.requireNobodyWaitsInVain();
        lock.sessionEnded(SESSION, 1);
        assertWrong(lock::requireNobodyWaitsInVain, "somebody waits");
    }

    @Test
    void who_is_sent_away_from_a_lock_that_is_free_is_found() {
        assertWrong(() -> lock.denied(asking(1, 0)), "was not given");
    }

    @Test
    void who_is_told_wrongly_how_often_he_holds_it_is_found() {
        lock.granted(asking(1, 0), 1, 0);
        assertWrong(() -> lock.givenBack(new LockToken(0, 1), 1), "instead of 0");
        assertWrong(() -> lock.extended(asking(2, 0), true, 1), "extended");
    }
}
