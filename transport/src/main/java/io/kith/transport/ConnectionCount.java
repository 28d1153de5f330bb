package io.kith.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many connections those have who dialled this process, in all and by address. Nodes are counted apart: no number of
 * clients keeps a node out. Any thread may use it.
 */
public final class ConnectionCount {
    /**
     * Who has asked for nothing for so long makes room for others when connections are short: idle ones, and those whose requests do not
     * go on. Longer than anything waits at a node before it is asked for again.
     */
    static final long IDLE_NANOS = 60_000_000_000L;

    /** One in so many may be on its way out at a time, as it has its descriptor until it has read why. */
    private static final int LEAVING_PART = 16;

    private static final int MOST_LEAVING = 64;

    private final IntakeLimits limits;
    private final Map<Object, Integer> clientsByAddress = new HashMap<>();
    private final Set<Guest> guests = new LinkedHashSet<>();
    private final Set<Guest> leaving = new HashSet<>();
    private long madeRoom;
    private int clients;
    private int nodeLinks;

    ConnectionCount(IntakeLimits limits) {
        this.limits = limits;
    }

    /** How many connections clients have. */
    public synchronized int clients() {
        return clients;
    }

    /** How many connections clients may have. */
    public int maxClients() {
        return limits.maxClients();
    }

    /** How many were ended so far to make room for others. */
    public synchronized long madeRoom() {
        return madeRoom;
    }

    /** One that was counted is established; from now on it may have to make room. */
    synchronized void established(Guest guest) {
        guests.add(guest);
    }

    /** One that was established is there no more. */
    synchronized void left(Guest guest) {
        guests.remove(guest);
        leaving.remove(guest);
    }

    /** Has the one make room that has asked for nothing for longest, of an address or of all (null); false if none is idle. */
    private boolean makeRoom(@Nullable Object address, long nowNanos) {
        if (leaving.size() >= Math.min(MOST_LEAVING, 1 + limits.maxClients() / LEAVING_PART)) {
            return false;
        }
        Guest longest = null;
        long longestNanos = IDLE_NANOS;
        for (Guest guest : guests) {
            long idleNanos = nowNanos - guest.askedNanos().getAsLong();
            if (idleNanos >= longestNanos && (address == null || address.equals(addressOf(guest.from())))) {
                longest = guest;
                longestNanos = idleNanos;
            }
        }
        if (longest == null) {
            return false;
        }
        guests.remove(longest);
        leaving.add(longest);
        madeRoom++;
        longest.makeRoom().run();
        return true;
    }

    /**
     * Counts one more, unless there are as many as may be, and none of them is idle.
     *
     * @return null if it is counted, so that {@link #ended} must follow; else why it is not, for people
     */
    synchronized @Nullable String begun(ConnectionKind kind, SocketAddress from, long nowNanos) {
        if (kind != ConnectionKind.CLIENT) {
            if (nodeLinks >= limits.maxNodeLinks()) {
                return "the node has " + nodeLinks + " connections of other nodes, its limit; it comes from the node's"
                        + " limit on descriptors: raise that (ulimit -n)";
            }
            nodeLinks++;
            return null;
        }
        if (clients - leaving.size() >= limits.maxClients() && !makeRoom(null, nowNanos)) {
            return "the node has " + clients
                    + " connections of clients, its limit; ask another node, or again once some"
                    + " have ended, or raise its --max-connections and limit on descriptors (ulimit -n)";
        }
        int ofAddress = clientsByAddress.getOrDefault(addressOf(from), 0);
        if (ofAddress - leavingTo(from) >= limits.maxClientsPerAddress() && !makeRoom(addressOf(from), nowNanos)) {
            return "the node has " + ofAddress + " connections of clients at " + ConnectionEndpoint.hostOf(from)
                    + ", its limit for one address; close some, or raise its --max-connections-per-address";
        }
        clients++;
        clientsByAddress.put(addressOf(from), ofAddress + 1);
        return null;
    }

    private int leavingTo(SocketAddress from) {
        int count = 0;
        for (Guest guest : leaving) {
            count += addressOf(guest.from()).equals(addressOf(from)) ? 1 : 0;
        }
        return count;
    }

    /** One that was counted has ended. */
    synchronized void ended(ConnectionKind kind, SocketAddress from) {
        if (kind != ConnectionKind.CLIENT) {
            nodeLinks--;
            return;
        }
        clients--;
        clientsByAddress.computeIfPresent(addressOf(from), (address, count) -> count == 1 ? null : count - 1);
    }

    private static Object addressOf(SocketAddress from) {
        return from instanceof InetSocketAddress inet && inet.getAddress() != null ? inet.getAddress() : from;
    }
}
