package io.kith.client.routing;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hashed timing wheel (Varghese and Lauck, SOSP '87): setting and calling off a timer cost a few pointer writes, which
 * matters as every request sets one and almost none fires. Timers fire up to a tick late, never early.
 *
 * @param <T> what the timers belong to
 */
final class TimerWheel<T extends TimerWheel.Timer> {
    /** 2^20 ns, about a millisecond. */
    private static final int TICK_SHIFT = 20;

    private static final int SLOTS = 2_048;

    /** Something with a timer. */
    abstract static class Timer {
        private long dueTick;
        private boolean set;
        private @Nullable Timer previous;
        private @Nullable Timer next;
    }

    private final Class<T> type;
    private final @Nullable Timer[] slots = new @Nullable Timer[SLOTS];
    private final long originNanos;
    private long currentTick;
    private int size;

    TimerWheel(Class<T> type, long nowNanos) {
        this.type = type;
        this.originNanos = nowNanos;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Sets the timer to {@code dueNanos}, whatever it was set to before; returns when it fires. */
    long set(T timer, long dueNanos) {
        clear(timer);
        Timer entry = timer;
        entry.dueTick = Math.max(currentTick + 1, ((dueNanos - originNanos) >> TICK_SHIFT) + 1);
        int slot = slotOf(entry.dueTick);
        Timer first = slots[slot];
        entry.next = first;
        entry.previous = null;
        if (first != null) {
            first.previous = entry;
        }
        slots[slot] = entry;
        entry.set = true;
        size++;
        return originNanos + (entry.dueTick << TICK_SHIFT);
    }

    /** Calls the timer off, if it is set. */
    void clear(T timer) {
        unlink(timer);
    }

    private void unlink(Timer entry) {
        if (!entry.set) {
            return;
        }
        Timer previous = entry.previous;
        Timer next = entry.next;
        if (previous == null) {
            slots[slotOf(entry.dueTick)] = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        entry.previous = null;
        entry.next = null;
        entry.set = false;
        size--;
    }

    /** Calls off all timers that are due and gives them to {@code action}, which may set them again. */
    void advance(long nowNanos, Consumer<T> action) {
        long nowTick = (nowNanos - originNanos) >> TICK_SHIFT;
        long first = Math.max(currentTick + 1, nowTick - SLOTS + 1);
        currentTick = Math.max(currentTick, nowTick);
        for (long tick = first; tick <= nowTick; tick++) {
            Timer entry = slots[slotOf(tick)];
            while (entry != null) {
                Timer next = entry.next;
                if (entry.dueTick <= nowTick) {
                    unlink(entry);
                    fire(entry, action);
                    // The action may have called off or moved the next one: begin the slot anew.
                    next = slots[slotOf(tick)];
                }
                entry = next;
            }
        }
    }

    private void fire(Timer entry, Consumer<T> action) {
        action.accept(type.cast(entry));
    }

    /** The time at which {@link #advance} should be called next; only if there is a timer. */
    long nextNanos() {
        for (long tick = currentTick + 1; tick < currentTick + SLOTS; tick++) {
            if (slots[slotOf(tick)] != null) {
                return originNanos + (tick << TICK_SHIFT);
            }
        }
        return originNanos + ((currentTick + SLOTS) << TICK_SHIFT);
    }

    private static int slotOf(long tick) {
        return (int) tick & (SLOTS - 1);
    }
}
