package io.kith.node.core;

import io.kith.collections.wire.ClientMessage;
import io.kith.config.ConfigMessage;
import io.kith.membership.Heartbeat;
import io.kith.membership.HeartbeatAnswer;
import io.kith.replication.log.LogEntry;
import io.kith.replication.message.ReplicationMessage;
import io.kith.transport.Message;
import java.util.List;

/** What may take a detour over a relay, and about how much it weighs. */
public final class RelayRule {
    private static final int HEADER_BYTES = 64;
    private static final int BYTES_PER_PARTITION = 40;
    private static final int BYTES_PER_MEMBER = 80;

    private RelayRule() {}

    /** Copies of a partition's state are bulk and wait for the direct link; all else is what keeps a cluster going. */
    public static boolean mayTakeDetour(Message message) {
        return !(message instanceof ReplicationMessage.CopyBegin)
                && !(message instanceof ReplicationMessage.CopyPiece)
                && (message instanceof ReplicationMessage
                        || message instanceof ConfigMessage
                        || message instanceof ClientMessage
                        || message instanceof Heartbeat
                        || message instanceof HeartbeatAnswer);
    }

    /** About how many bytes {@code message} has on the wire. */
    static long bytes(Message message) {
        if (message instanceof ReplicationMessage.Append append) {
            return bytes(append.entries());
        } else if (message instanceof ReplicationMessage.Batch batch) {
            long bytes = (long) HEADER_BYTES * (1 + batch.acknowledgements().size());
            for (ReplicationMessage.Append append : batch.appends()) {
                bytes += bytes(append.entries());
            }
            return bytes;
        } else if (message instanceof ReplicationMessage.TermAdopted adopted) {
            return bytes(adopted.suffix());
        } else if (message instanceof ClientMessage.Read read) {
            return HEADER_BYTES + (long) read.operation().length;
        } else if (message instanceof ClientMessage.Write write) {
            return HEADER_BYTES + (long) write.operation().length;
        } else if (message instanceof ClientMessage.Response response) {
            return HEADER_BYTES + (long) response.payload().length;
        } else if (message instanceof ConfigMessage.FullConfig full) {
            return HEADER_BYTES
                    + (long) BYTES_PER_PARTITION * full.config().partitionCount()
                    + (long) BYTES_PER_MEMBER * full.config().members().size();
        }
        return HEADER_BYTES;
    }

    private static long bytes(List<LogEntry> entries) {
        long bytes = HEADER_BYTES;
        for (LogEntry entry : entries) {
            bytes += HEADER_BYTES + entry.command().operation().length;
        }
        return bytes;
    }
}
