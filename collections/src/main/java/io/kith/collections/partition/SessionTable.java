package io.kith.collections.partition;

import io.kith.collections.kind.ByteHash;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that a partition knows, in the order of their openings: what makes retries of a request find its result
 * instead of applying it again (RIFL, Lee et al., SOSP '15).
 */
final class SessionTable {
    /** More sessions than this are not let in, so that strangers cannot fill the memory. */
    static final int MAX_SESSIONS = 100_000;

    /** What a session takes of memory by itself, about. */
    static final int SESSION_BYTES = 256;

    private final Map<NodeId, Session> sessions = new LinkedHashMap<>();

    /** The one that was found last: most partitions hear of few clients at a time. */
    private @Nullable Session found;

    private long keptBytes;
    private long bytes;

    /** Ends a request that waits in a collection; it never takes effect. */
    interface WaiterRemoval {
        void remove(Session session, long number, long opening);
    }

    /** What the results take of memory that all sessions keep for retries, about; small ones are not counted. */
    long keptBytes() {
        return keptBytes;
    }

    /** To be told by sessions by how many bytes the results grow that they keep, or shrink. */
    LongConsumer tally() {
        return this::keep;
    }

    private void keep(long moreBytes) {
        keptBytes += moreBytes;
    }

    /** To be told by sessions by how many bytes what they keep of requests grows, large results left aside, or shrinks. */
    LongConsumer outcomesTally() {
        return this::outcomesChanged;
    }

    private void outcomesChanged(long moreBytes) {
        bytes += moreBytes;
    }

    /** What the sessions take of memory, about, large results left aside. */
    long bytes() {
        return bytes;
    }

    int size() {
        return sessions.size();
    }

    /** All sessions, by rising opening. */
    Collection<Session> all() {
        return sessions.values();
    }

    /** The session under that opening, or null. */
    @Nullable
    Session find(NodeId id, long opening) {
        Session session = find(id);
        return session != null && session.opening() == opening ? session : null;
    }

    /** The session under whatever opening, or null. */
    @Nullable
    Session find(NodeId id) {
        Session session = found;
        if (session == null || !session.id().equals(id)) {
            session = sessions.get(id);
            found = session;
        }
        return session;
    }

    boolean isFull() {
        return sessions.size() >= MAX_SESSIONS;
    }

    /** Adds a session whose opening is higher than all others'. */
    void add(Session session) {
        if (sessions.put(session.id(), session) != null) {
            throw new IllegalStateException("session " + session.id() + " is open already");
        }
        bytes += SESSION_BYTES;
    }

    /** Forgets a session and ends what it waits for. */
    void remove(Session session, WaiterRemoval waiters) {
        raiseFloor(session, Long.MAX_VALUE, waiters);
        if (sessions.remove(session.id()) != null) {
            bytes -= SESSION_BYTES;
        }
        found = null;
    }

    /** Forgets the outcomes below {@code floor} and ends what still waited there: nobody wants it any more. */
    void raiseFloor(Session session, long floor, WaiterRemoval waiters) {
        while (session.floor() < floor && session.floor() <= session.highest()) {
            long number = session.floor();
            if (session.raiseFloor() instanceof Session.Waiting waiting) {
                waiters.remove(session, number, waiting.opening());
            }
        }
        if (session.floor() < floor) {
            session.jumpTo(floor);
        }
        session.trim();
    }

    /**
     * The commands that end sessions without a logged command since {@code sinceMillis}, at most {@code max}, of those that
     * {@code which} lets go.
     */
    List<byte[]> silentSince(long sinceMillis, int max, Predicate<Session> which) {
        List<byte[]> operations = new ArrayList<>();
        for (Session session : sessions.values()) {
            if (operations.size() >= max) {
                break;
            }
            if (session.lastMillis() < sinceMillis && which.test(session)) {
                operations.add(PartitionOperations.expireSession(session.id(), session.opening()));
            }
        }
        return operations;
    }

    /** A hash of all sessions and the results they keep; walks through all of them. */
    long digest() {
        long digest = 0;
        for (Session session : sessions.values()) {
            long hash = ByteHash.of(session.id().high(), session.id().low());
            hash = ByteHash.of(hash, session.opening());
            hash = ByteHash.of(hash, session.floor());
            hash = ByteHash.of(hash, session.lastMillis());
            for (long number = session.floor(); number <= session.highest(); number++) {
                Object outcome = session.outcome(number);
                if (outcome instanceof Completion completion) {
                    hash = ByteHash.of(
                            ByteHash.of(hash, number * 16 + completion.status().code()), completion.payload());
                } else if (outcome instanceof Session.Waiting waiting) {
                    hash = ByteHash.of(ByteHash.of(hash, number), waiting.opening());
                }
            }
            digest += hash;
        }
        return digest;
    }
}
