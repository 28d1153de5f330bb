package io.kith.transport;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Memory that many share, of which each asks for {@linkplain Room room} before it uses it. What has been granted and not
 * given back is never more than the limit. Who gets none at once waits; room is granted in the order in which it was
 * asked for, so a large wish is not overtaken by small ones for ever. Any thread may use it.
 */
public final class MemoryAccount {
    private final long limitBytes;
    private final Set<Room> waiting = new LinkedHashSet<>();
    private long reservedBytes;
    private volatile int waitingCount;

    /**
     * An account of memory.
     *
     * @param limitBytes how much is granted at most at a time, at least 1
     */
    public MemoryAccount(long limitBytes) {
        if (limitBytes < 1) {
            throw new IllegalArgumentException("an account has at least 1 byte, not " + limitBytes);
        }
        this.limitBytes = limitBytes;
    }

    /** How much is granted at most at a time. */
    public long limitBytes() {
        return limitBytes;
    }

    /** How much is granted and not given back. */
    public synchronized long reservedBytes() {
        return reservedBytes;
    }

    /** How many wait for room. */
    public int waitingCount() {
        return waitingCount;
    }

    /**
     * Asks for room, which whoever asks gives back with {@link Room#release}, also if he no longer waits for it.
     *
     * @param bytes 1 to the limit
     * @param granted called if the room is not granted when this returns, once it is; by whoever gave back what was missing, on his
     *     thread, so it must do no more than pass that on
     * @throws IllegalArgumentException if so much can never be granted
     */
    public Room ask(long bytes, Runnable granted) {
        if (bytes < 1 || bytes > limitBytes) {
            throw new IllegalArgumentException("room of 1 to " + limitBytes + " bytes can be had, not of " + bytes);
        }
        Room room = new Room(this, bytes, granted);
        synchronized (this) {
            if (waiting.isEmpty() && bytes <= limitBytes - reservedBytes) {
                grant(room);
            } else {
                waiting.add(room);
                waitingCount = waiting.size();
            }
        }
        return room;
    }

    private void grant(Room room) {
        reservedBytes += room.bytes();
        room.state = Room.State.GRANTED;
    }

    void release(Room room) {
        List<Room> next = new ArrayList<>();
        synchronized (this) {
            if (room.state == Room.State.RELEASED) {
                return;
            }
            if (room.state == Room.State.GRANTED) {
                reservedBytes -= room.bytes();
            } else {
                waiting.remove(room);
            }
            room.state = Room.State.RELEASED;
            var queue = waiting.iterator();
            while (queue.hasNext()) {
                Room first = queue.next();
                if (first.bytes() > limitBytes - reservedBytes) {
                    break;
                }
                queue.remove();
                grant(first);
                next.add(first);
            }
            waitingCount = waiting.size();
        }
        next.forEach(Room::tellGranted);
    }
}
