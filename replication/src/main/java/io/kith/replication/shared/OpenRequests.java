package io.kith.replication.shared;

import io.kith.collections.partition.Completion;
import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.host.Responder;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for the result of which request that is in a log of the shard: of all its partitions, as few are under way at
 * a time and so those few are at hand.
 */
public final class OpenRequests {
    private final Map<Key, Responder> responders = new LinkedHashMap<>();

    private record Key(int partition, NodeId session, long opening, long number) {
        /** Spelled out, as {@link NodeId}'s is: each write does both several times. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && number == that.number
                    && partition == that.partition
                    && opening == that.opening
                    && session.equals(that.session);
        }

        @Override
        public int hashCode() {
            return session.hashCode() + 31 * (Long.hashCode(number) + 31 * partition);
        }
    }

    /** How many wait. */
    public int size() {
        return responders.size();
    }

    /**
     * Waits for a request, in place of whoever did before: that is the same client, which asked again, and would take an
     * answer to its earlier question for one to the later. False if nobody waited for it: it has no place in the log yet.
     */
    public boolean awaitInstead(int partition, NodeId session, long opening, long number, Responder responder) {
        return responders.put(new Key(partition, session, opening, number), responder) != null;
    }

    /** Who waits for a request; null: nobody. */
    public @Nullable Responder waiting(int partition, NodeId session, long opening, long number) {
        return responders.get(new Key(partition, session, opening, number));
    }

    /** Waits no more for a request that got no place in the log. */
    public void forget(int partition, NodeId session, long opening, long number) {
        responders.remove(new Key(partition, session, opening, number));
    }

    void complete(int partition, Completion completion) {
        @Nullable
        Responder responder =
                responders.remove(new Key(partition, completion.session(), completion.opening(), completion.number()));
        if (responder != null) {
            responder.respond(completion.status(), completion.payload());
        }
    }

    /** Sends all elsewhere who wait for something of a partition; their requests may or may not have been applied. */
    void abandon(int partition) {
        List<Responder> abandoned = new ArrayList<>();
        responders.entrySet().removeIf(each -> {
            boolean concerned = each.getKey().partition == partition;
            if (concerned) {
                abandoned.add(each.getValue());
            }
            return concerned;
        });
        abandoned.forEach(responder -> responder.respond(ResponseStatus.NOT_HERE, new byte[0]));
    }
}
