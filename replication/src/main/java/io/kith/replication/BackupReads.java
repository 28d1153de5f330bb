package io.kith.replication;

import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import java.util.ArrayDeque;

/**
 * Reads at a replica that is not primary. One that meets a write which is held but not known to be committed waits
 * until what was held when it came is known to be; so a key that is written all the time starves no reader.
 */
final class BackupReads {
    private final PartitionServer server;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(
            ClientMessage.Read read, Responder responder, Replica replica, long afterSequence, long sinceNanos) {}

    BackupReads(PartitionServer server) {
        this.server = server;
    }

    int size() {
        return waiting.size();
    }

    void read(ClientMessage.Read request, Responder responder) {
        Replica replica = server.replica();
        boolean blocked =
                server.shard().rules.on(Rule.PENDING_WRITE_BLOCKS_READ) && replica.hasOpenWriteFor(request.operation());
        if (!blocked) {
            server.answerRead(request, responder);
        } else if (waiting.size() >= server.shard().limits.heldRequests()) {
            responder.respond(ResponseStatus.RETRY, new byte[0]);
        } else {
            server.begins();
            waiting.add(new Waiting(
                    request,
                    responder,
                    replica,
                    replica.log().last(),
                    server.shard().now()));
        }
    }

    /** Answers what can be answered after a commit, a new config or a new copy. */
    void recheck() {
        while (!waiting.isEmpty()) {
            Waiting first = waiting.peek();
            if (first.replica != server.replica() || server.role() != null) {
                first.responder.respond(ResponseStatus.NOT_HERE, new byte[0]);
            } else if (first.replica.committed() >= first.afterSequence) {
                server.answerRead(first.read, first.responder);
            } else {
                return;
            }
            waiting.remove();
        }
    }

    /** Sends away who waited too long. */
    void expire(long nowNanos) {
        long patienceNanos = server.shard().leaseNanos();
        while (!waiting.isEmpty() && nowNanos - waiting.peek().sinceNanos > patienceNanos) {
            waiting.remove().responder.respond(ResponseStatus.RETRY, new byte[0]);
        }
    }
}
