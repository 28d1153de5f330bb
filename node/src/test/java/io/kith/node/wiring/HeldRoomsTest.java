package io.kith.node.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.transport.Clock;
import io.kith.transport.MemoryAccount;
import io.kith.transport.Room;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On virtual time. */
class HeldRoomsTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final MemoryAccount account = new MemoryAccount(1_000);
    private long nowNanos = 5;
    private final HeldRooms rooms = new HeldRooms(channel.eventLoop(), new Clock() {
        @Override
        public long nowNanos() {
            return nowNanos;
        }

        @Override
        public long wallMillis() {
            return 0;
        }
    });

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    private Room hold(long bytes) {
        Room room = account.ask(bytes, () -> {});
        rooms.hold(room);
        return room;
    }

    private void pass(long millis) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void aRequestKeepsItsRoomUntilItIsAnsweredButNotForEver() {
        Room blocked = hold(100);
        pass(4_000);
        Room answered = hold(200);
        Room late = hold(300);
        pass(5_999);
        assertThat(account.reservedBytes()).isEqualTo(600);
        answered.release();
        assertThat(account.reservedBytes()).isEqualTo(400);
        pass(1);
        assertThat(blocked.isGranted()).isFalse();
        assertThat(late.isGranted()).isTrue();
        pass(4_000);
        assertThat(late.isGranted()).isFalse();
        assertThat(account.reservedBytes()).isZero();
    }

    @Test
    void roomIsGivenBackAgainAndAgain() {
        for (int i = 0; i < 5; i++) {
            List<Room> held = new ArrayList<>();
            for (int k = 0; k < 10; k++) {
                held.add(hold(100));
            }
            assertThat(account.reservedBytes()).isEqualTo(1_000);
            if (i % 2 == 0) {
                held.forEach(Room::release);
            }
            pass(TimeUnit.SECONDS.toMillis(HeldRooms.HOLD_SECONDS));
            assertThat(account.reservedBytes()).isZero();
        }
    }
}
