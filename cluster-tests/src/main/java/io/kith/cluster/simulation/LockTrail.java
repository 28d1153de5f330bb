package io.kith.cluster.simulation;

import io.kith.collections.kind.RequestKey;
import io.kith.collections.lock.LockToken;
import io.kith.simulation.SimulationFailure;
import io.kith.transport.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the log says of one lock: who holds it, until when, and who waits for it. */
final class LockTrail {
    private final String name;
    private final Map<RequestKey, Waiter> waiters = new LinkedHashMap<>();
    private @Nullable Hold hold;
    private long fence;
    private long lastTicket;

    /** A request for the lock. */
    record Asking(RequestKey request, LockToken owner, long leaseMillis) {}

    /** One that waits. */
    private record Waiter(Asking asking, long ticket) {}

    /** That somebody holds it; {@code endsAtMillis} is 0 if its session's end is the only one. */
    private record Hold(Asking by, int holds, long ticket, long endsAtMillis) {
        private boolean isOf(LockToken owner) {
            return by.owner().equals(owner);
        }
    }

    LockTrail(String name) {
        this.name = name;
    }

    private SimulationFailure wrong(String what) {
        return new SimulationFailure("LOCK " + name + " " + what + "; it is held by " + hold + " under " + fence
                + ", and awaited by " + waiters.values());
    }

    /** Somebody who asked, or had waited, was answered that he holds the lock now. */
    void granted(Asking asking, long grantedFence, long nowMillis) {
        Waiter waiter = waiters.remove(asking.request());
        if (waiter != null && waiters.values().stream().anyMatch(other -> other.ticket() < waiter.ticket())) {
            throw wrong("was given to " + asking + " before others who had waited for longer");
        }
        Hold before = hold;
        if (before != null && !before.isOf(asking.owner())) {
            throw wrong("was given to " + asking + " at " + nowMillis + ", though somebody else holds it");
        }
        if (before == null ? grantedFence <= fence : grantedFence != fence) {
            throw wrong("was given to " + asking + " under " + grantedFence);
        }
        fence = grantedFence;
        hold = new Hold(asking, before == null ? 1 : before.holds() + 1, ++lastTicket, endOf(asking, nowMillis));
    }

    private static long endOf(Asking asking, long nowMillis) {
        return asking.leaseMillis() == 0 ? 0 : nowMillis + asking.leaseMillis();
    }

    /** Somebody who asked, and does not wait, was answered that he has not got the lock. */
    void denied(Asking asking) {
        waiters.remove(asking.request());
        Hold now = hold;
        if (now == null || now.isOf(asking.owner())) {
            throw wrong("was not given to " + asking);
        }
    }

    /** A request ended that may have waited. */
    void ended(RequestKey request) {
        waiters.remove(request);
    }

    void waits(Asking asking) {
        waiters.put(asking.request(), new Waiter(asking, ++lastTicket));
    }

    /** Somebody gave it back, and was answered how often he holds it still. */
    void givenBack(LockToken owner, int left) {
        Hold before = hold;
        int expected = before == null || !before.isOf(owner) ? -1 : before.holds() - 1;
        if (left != expected) {
            throw wrong("was given back by " + owner + ", who was told " + left + " instead of " + expected);
        }
        if (before != null && left >= 0) {
            hold = left == 0 ? null : new Hold(before.by(), left, before.ticket(), before.endsAtMillis());
        }
    }

    void extended(Asking asking, boolean holds, long nowMillis) {
        Hold before = hold;
        if (holds != (before != null && before.isOf(asking.owner()))) {
            throw wrong("was extended for " + asking + ", who was told " + holds);
        }
        if (before != null && holds) {
            hold = new Hold(asking, before.holds(), ++lastTicket, endOf(asking, nowMillis));
        }
    }

    /** What was taken or asked for under a ticket is over. */
    void expired(long ticket, long endsAtMillis, long nowMillis) {
        Hold before = hold;
        if (before != null && before.ticket() == ticket && before.endsAtMillis() == endsAtMillis) {
            if (nowMillis < endsAtMillis) {
                throw wrong("is free at " + nowMillis + ", before the lease is over");
            }
            hold = null;
        }
    }

    void sessionEnded(NodeId session, long opening) {
        Hold before = hold;
        if (before != null
                && before.by().request().session().equals(session)
                && before.by().request().opening() == opening) {
            hold = null;
        }
    }

    void requireNobodyWaitsInVain() {
        if (hold == null && !waiters.isEmpty()) {
            throw wrong("is free, and somebody waits for it");
        }
    }

    /** How it stands if anybody holds it or waits for it; else null. */
    @Nullable
    String heldOrAwaited() {
        return hold == null && waiters.isEmpty() ? null : name + " is held by " + hold + ", awaited by " + waiters;
    }
}
