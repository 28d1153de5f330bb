package io.kith.cluster.simulation;

import io.kith.client.routing.RouterSettings;
import io.kith.collections.partition.PartitionOperations;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A simulated client's session, as each partition knows it. */
final class ClientSessions {
    private final TreeMap<Integer, OfPartition> sessions = new TreeMap<>();

    /** The session as one partition knows it. */
    static final class OfPartition {
        private final TreeSet<Long> open = new TreeSet<>();
        private long opening;
        private long lastNumber;
        private boolean closed;

        /** Its opening; 0 while it is not known to be open. */
        long opening() {
            return opening;
        }

        void opened(long by) {
            opening = by;
        }

        /** A number for one more request. */
        long nextNumber() {
            open.add(++lastNumber);
            return lastNumber;
        }

        /**
         * Whether one more request leaves numbers for {@code others}: a partition takes so many above the lowest that is
         * awaited, and what waits there must still be called off.
         */
        boolean hasRoomBeside(int others) {
            return lastNumber + 1 + others - floor() < RouterSettings.PROTOCOL_MAX_OPEN;
        }

        /** The request of a number is awaited no more. */
        void ended(long number) {
            open.remove(number);
        }

        /** The lowest number that is awaited. */
        long floor() {
            return open.isEmpty() ? lastNumber + 1 : open.first();
        }

        /** Begins to close it. */
        ClientOperation closing() {
            closed = true;
            return new ClientOperation(
                    "close the session",
                    0,
                    PartitionOperations.closeSession(),
                    ClientOperation.Kind.WRITE,
                    null,
                    payload -> null,
                    () -> closed = false);
        }

        private boolean mayBeOpen() {
            return opening != 0 && !closed;
        }
    }

    OfPartition in(int partition) {
        return sessions.computeIfAbsent(partition, p -> new OfPartition());
    }

    /** A partition knows that session no more. */
    void forget(int partition, OfPartition session) {
        sessions.remove(partition, session);
    }

    /** Whether some partition keeps something of it. */
    boolean anyMayBeOpen() {
        return sessions.values().stream().anyMatch(OfPartition::mayBeOpen);
    }

    /** A partition in which it is open and nothing is awaited any more; null if there is none. */
    @Nullable
    Integer closable() {
        for (Map.Entry<Integer, OfPartition> entry : sessions.entrySet()) {
            if (entry.getValue().mayBeOpen() && entry.getValue().open.isEmpty()) {
                return entry.getKey();
            }
        }
        return null;
    }
}
