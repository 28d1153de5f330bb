package io.kith.collections.kind;

import io.kith.transport.NodeId;

/**
 * One entry of a partition's log, as every replica applies it. Byte arrays belong to the command and never change.
 *
 * @param sequence its place in the log: 1, 2, 3, … without gaps
 * @param session who asks, or {@link #NO_SESSION} for what the primary itself proposes
 * @param opening the session's opening in this partition, 0 when it is being opened
 * @param number the request's number, 0 when the session is being opened
 * @param floor the lowest number that the session still awaits
 * @param timestampMillis the primary's wall clock when it logged the command, in milliseconds since 1970
 * @param operation an encoded write
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; copying every value would cost too much.
public record LogCommand(
        long sequence, NodeId session, long opening, long number, long floor, long timestampMillis, byte[] operation) {
    /** The session of commands that no client asked for: expiries and the like. */
    public static final NodeId NO_SESSION = new NodeId(0, 0);

    public LogCommand {
        if (sequence < 1) {
            throw new IllegalArgumentException("log entries count from 1, so there is no " + sequence);
        }
    }
}
