package io.kith.node.wiring;

import io.kith.node.door.ClientLink;
import io.kith.transport.Clock;
import io.kith.transport.Room;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The room of a connection's large requests that are not answered yet. An answer gives it back; one that takes longer than
 * {@value #HOLD_SECONDS} s, as that to a blocked take or to a request whose partition has no primary, keeps its request but not
 * the room, which is for those that arrive: what waits so long is counted by the limit on data. Belongs to a loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What runs is told by the loop if it fails.
final class HeldRooms implements Runnable {
    static final long HOLD_SECONDS = 10;

    private record Held(Room room, long untilNanos) {}

    private final EventLoop loop;
    private final Clock clock;
    private final ArrayDeque<Held> rooms = new ArrayDeque<>();
    private boolean scheduled;

    HeldRooms(EventLoop loop, Clock clock) {
        this.loop = loop;
        this.clock = clock;
    }

    /**
     * Has a large request received on {@code link} whose room is {@code room}, and holds that until the answer: until then the
     * request is in the heap, where it waits for other nodes, and if room were given back before, those who read no answer could fill it.
     *
     * @param receive receives it
     */
    void receive(ClientLink link, Room room, Runnable receive) {
        link.carry(room);
        receive.run();
        Room unused = link.takeRoom();
        if (unused != null) {
            // It was no request, or none that was taken.
            unused.release();
        } else if (room.isGranted()) {
            hold(room);
        }
    }

    /** Holds {@code room} for a request, as long as that is not answered. */
    void hold(Room room) {
        dropAnswered();
        rooms.addLast(new Held(room, clock.nowNanos() + TimeUnit.SECONDS.toNanos(HOLD_SECONDS)));
        schedule();
    }

    private void schedule() {
        Held first = rooms.peekFirst();
        if (first != null && !scheduled) {
            scheduled = true;
            loop.schedule(this, Math.max(0, first.untilNanos() - clock.nowNanos()), TimeUnit.NANOSECONDS);
        }
    }

    private void dropAnswered() {
        while (isAnswered(rooms.peekFirst())) {
            rooms.removeFirst();
        }
    }

    private static boolean isAnswered(@Nullable Held held) {
        return held != null && !held.room().isGranted();
    }

    @Override
    public void run() {
        scheduled = false;
        long now = clock.nowNanos();
        for (Held first = rooms.peekFirst();
                first != null && first.untilNanos() - now <= 0;
                first = rooms.peekFirst()) {
            rooms.removeFirst().room().release();
        }
        dropAnswered();
        schedule();
    }
}
