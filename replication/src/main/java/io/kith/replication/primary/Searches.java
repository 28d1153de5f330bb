package io.kith.replication.primary;

import io.kith.collections.kind.LongRead;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.host.Responder;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.OpenRequests;
import io.kith.replication.shared.PartitionTurn;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Writes for which a primary looks first, slice by slice, in what is committed: where it finds what they are about is logged with
 * them, so that applying them takes no long. Until then they have no place in the log; who asks again for one waits for the same.
 */
final class Searches {
    private final int partition;
    private final Holding holding;
    private final OpenRequests open;
    private final PartitionTurn turn;
    private final ArrayDeque<ClientMessage.Write> found = new ArrayDeque<>();

    /** Looks for nothing yet. */
    Searches(int partition, Holding holding, OpenRequests open, PartitionTurn turn) {
        this.partition = partition;
        this.holding = holding;
        this.open = open;
        this.turn = turn;
    }

    /** Begins to look for what a write is about, for which somebody waits; false if it can be logged as it is. */
    boolean begin(ClientMessage.Write request) {
        LongRead search = holding.state().search(request.operation());
        if (search == null) {
            return false;
        }
        holding.begin(search, new Asked(request), this);
        return true;
    }

    /** The next write that can be logged now, in the words of what was found; null if there is none. */
    ClientMessage.@Nullable Write next() {
        ClientMessage.Write next = found.poll();
        while (next != null && waiting(next) == null) {
            next = found.poll();
        }
        return next;
    }

    private @Nullable Responder waiting(ClientMessage.Write request) {
        return open.waiting(partition, request.session(), request.opening(), request.number());
    }

    /** Ends a write that got no place in the log. */
    void refuse(ClientMessage.Write request, ResponseStatus status) {
        Responder responder = waiting(request);
        if (responder != null) {
            open.forget(partition, request.session(), request.opening(), request.number());
            responder.respond(status, new byte[0]);
        }
    }

    /** The term is over: looks for nothing any more. */
    void end() {
        holding.abandon(this);
        found.clear();
    }

    /** Stands for whoever waits for a write that is looked for. */
    private final class Asked implements Responder {
        private final ClientMessage.Write request;

        Asked(ClientMessage.Write request) {
            this.request = request;
        }

        @Override
        public void respond(ResponseStatus status, byte[] payload) {
            if (status != ResponseStatus.OK) {
                // It has no result, whatever happened: nothing was logged, and a copy of it may still be on its way.
                refuse(request, status == ResponseStatus.NOT_HERE ? status : ResponseStatus.RETRY);
                return;
            }
            found.add(new ClientMessage.Write(
                    request.correlation(),
                    request.configId(),
                    partition,
                    request.session(),
                    request.opening(),
                    request.number(),
                    request.floor(),
                    payload));
            // There it is guarded as all that a partition does.
            turn.flushLater();
        }

        @Override
        public Object asker() {
            Responder responder = waiting(request);
            return responder == null ? this : responder.asker();
        }

        @Override
        public boolean isAwaited() {
            Responder responder = waiting(request);
            return responder != null && responder.isAwaited();
        }

        @Override
        public void drop() {
            open.forget(partition, request.session(), request.opening(), request.number());
        }
    }
}
