package io.kith.replication;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.host.Responder;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import java.nio.charset.StandardCharsets;

/** What a client's request must be like to be served; one that is not is answered with what is wrong. */
final class RequestChecks {
    private RequestChecks() {}

    /** Whether a client may send {@code operation} so; answers it if not. */
    static boolean isWellFormed(byte[] operation, boolean read, Responder responder) {
        String complaint = null;
        try {
            if (Operations.isRead(operation) != read) {
                complaint = read ? "a write was sent as a read" : "a read was sent as a write";
            } else if (!read && PartitionOperations.opensSession(operation)) {
                complaint = "a session is opened by a request of its own";
            }
        } catch (CorruptFrameException e) {
            complaint = String.valueOf(e.getMessage());
        }
        return complaint == null || refuse(responder, complaint);
    }

    /** Whether {@code session} can be a client's; answers if not. */
    static boolean isSession(NodeId session, Responder responder) {
        return !session.equals(LogCommand.NO_SESSION) || refuse(responder, "a session's id is not zero");
    }

    private static boolean refuse(Responder responder, String complaint) {
        responder.respond(ResponseStatus.BAD_REQUEST, complaint.getBytes(StandardCharsets.UTF_8));
        return false;
    }
}
