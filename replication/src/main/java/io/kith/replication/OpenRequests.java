package io.kith.replication;

import io.kith.collections.Completion;
import io.kith.collections.ResponseStatus;
import io.kith.transport.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who waits for the result of which request that is in the log. */
final class OpenRequests {
    private final Map<Key, Responder> responders = new LinkedHashMap<>();

    private record Key(NodeId session, long opening, long number) {
        /** Spelled out, as {@link NodeId}'s is: each write does both several times. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && number == that.number
                    && opening == that.opening
                    && session.equals(that.session);
        }

        @Override
        public int hashCode() {
            return session.hashCode() + 31 * Long.hashCode(number);
        }
    }

    int size() {
        return responders.size();
    }

    /** Waits for a request; whoever waited for it before is asked to come back. */
    void await(NodeId session, long opening, long number, Responder responder) {
        @Nullable Responder before = responders.put(new Key(session, opening, number), responder);
        if (before != null) {
            before.respond(ResponseStatus.RETRY, new byte[0]);
        }
    }

    void complete(Completion completion) {
        @Nullable
        Responder responder =
                responders.remove(new Key(completion.session(), completion.opening(), completion.number()));
        if (responder != null) {
            responder.respond(completion.status(), completion.payload());
        }
    }

    /** Sends all who wait elsewhere; their requests may or may not have been applied. */
    void abandon() {
        responders.values().forEach(responder -> responder.respond(ResponseStatus.NOT_HERE, new byte[0]));
        responders.clear();
    }
}
