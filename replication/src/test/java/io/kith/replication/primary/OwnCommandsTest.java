package io.kith.replication.primary;

import static io.kith.replication.shared.OnePartition.A;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.CollectionOptions;
import io.kith.replication.host.ShardLimits;
import io.kith.replication.log.LogEntry;
import io.kith.replication.shared.OnePartition;
import io.kith.replication.shared.UnderWay;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a primary logs of its own accord, and how much of it at a time. */
class OwnCommandsTest {
    private static final int ENTRIES = 600;

    private final OnePartition one = new OnePartition(A, A);
    private Primary primary;
    private OwnCommands own;

    @BeforeEach
    void begin() {
        one.holding.keepFresh(one.here.term());
        primary = GivingAwayTest.primaryOf(one);
        primary.advance();
        assertThat(primary.isActive()).isTrue();
        own = new OwnCommands(one.here, one.holding, one.turn, one.bounds);
        one.fill(one.here.term(), 1);
        log(PartitionOperations.openCollection(
                OnePartition.MAP.incarnation(), OnePartition.MAP.type(), "map", CollectionOptions.NONE));
        for (int i = 0; i < ENTRIES; i++) {
            byte[] key = ("key " + i).getBytes(StandardCharsets.UTF_8);
            log(MapOperations.set(OnePartition.MAP, key, key, 1));
        }
        commit();
        assertThat(one.holding.state().size()).isEqualTo(ENTRIES);
    }

    private void log(byte[] operation) {
        long sequence = one.holding.log().last() + 1;
        one.holding
                .log()
                .append(new LogEntry(
                        one.here.term(),
                        new LogCommand(
                                sequence, OnePartition.SESSION, 1, sequence, sequence, 1_000 + sequence, operation)));
    }

    private void commit() {
        // In two turns: there may be more than one takes.
        primary.flush();
        primary.flush();
        assertThat(one.holding.committed()).isEqualTo(one.holding.log().last());
    }

    private long tick() {
        long before = one.holding.log().last();
        own.tick(primary, one.port.nowNanos());
        return one.holding.log().last() - before;
    }

    @Test
    void what_expires_at_once_is_logged_tick_by_tick_without_a_pause() {
        one.bounds.adjust(one.bounds.times(), ShardLimits.defaults());
        one.port.pass(10_000);
        assertThat(tick()).isEqualTo(256);
        assertThat(one.turn.is(UnderWay.EXPIRIES)).isTrue();
        assertThat(tick()).as("before that is applied").isZero();
        commit();
        assertThat(tick()).isEqualTo(256);
        commit();
        assertThat(tick()).isEqualTo(ENTRIES - 2 * 256);
        assertThat(one.turn.is(UnderWay.EXPIRIES)).isFalse();
        commit();
        assertThat(one.holding.state().size()).isZero();
        assertThat(tick()).isZero();
    }
}
