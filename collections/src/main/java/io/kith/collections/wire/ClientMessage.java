package io.kith.collections.wire;

import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.WireKind;

/**
 * What clients and nodes say to each other about data. Byte arrays belong to the message: neither side changes them
 * after making one.
 */
@SuppressWarnings("ArrayRecordComponent") // Messages are never compared, and copying every value would cost too much.
public sealed interface ClientMessage extends Message {

    @Override
    default boolean mayTakeDetour() {
        return true;
    }

    /** The kinds of these messages, with their codes on the wire. */
    enum Kind implements WireKind {
        READ(1),
        WRITE(2),
        OPEN_SESSION(3),
        RESPONSE(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /** Which of them this is. */
    Kind kind();

    /** Chosen by the client; the answer repeats it. */
    long correlation();

    /**
     * Asks for the result of an operation that changes nothing.
     *
     * @param configId the client's config; the node answers with a newer one if it has it
     * @param partition the partition that the client thinks holds the data
     * @param operation an encoded read
     */
    record Read(long correlation, long configId, int partition, byte[] operation) implements ClientMessage {
        public Read {
            requirePlace(configId, partition);
        }

        @Override
        public long weightBytes() {
            return (long) LIGHT_BYTES + operation.length;
        }

        @Override
        public Kind kind() {
            return Kind.READ;
        }
    }

    /**
     * Asks for an operation to be applied exactly once, however often the request is sent.
     *
     * @param opening what the partition answered to {@link OpenSession}
     * @param number counts 1, 2, 3… for each session and partition, up to {@value #MAX_NUMBER}
     * @param floor the lowest number of this session and partition whose answer the client still awaits; results below
     *     it are forgotten
     * @param operation an encoded write
     */
    record Write(
            long correlation,
            long configId,
            int partition,
            NodeId session,
            long opening,
            long number,
            long floor,
            byte[] operation)
            implements ClientMessage {
        /** No client ever gets so far; who walks from number to number need not fear the end of what can be counted. */
        public static final long MAX_NUMBER = 1L << 62;

        public Write {
            requirePlace(configId, partition);
            if (floor < 1 || number < floor || number > MAX_NUMBER) {
                throw new IllegalArgumentException("request number " + number + " is not at or above the floor " + floor
                        + " of 1 or more, and " + MAX_NUMBER + " or less");
            }
        }

        @Override
        public long weightBytes() {
            return (long) LIGHT_BYTES + operation.length;
        }

        @Override
        public Kind kind() {
            return Kind.WRITE;
        }
    }

    /** Makes the partition know a session; answered by a number that the session's writes name as their opening. */
    record OpenSession(long correlation, long configId, int partition, NodeId session) implements ClientMessage {
        public OpenSession {
            requirePlace(configId, partition);
        }

        @Override
        public Kind kind() {
            return Kind.OPEN_SESSION;
        }
    }

    /**
     * Answers any of the others.
     *
     * @param payload the operation's result if {@code status} is OK; else empty or a message in UTF-8
     */
    record Response(long correlation, ResponseStatus status, byte[] payload) implements ClientMessage {
        @Override
        public long weightBytes() {
            return (long) LIGHT_BYTES + payload.length;
        }

        @Override
        public Kind kind() {
            return Kind.RESPONSE;
        }
    }

    private static void requirePlace(long configId, int partition) {
        if (configId < 0) {
            throw new IllegalArgumentException("config id " + configId + " is negative");
        }
        if (partition < 0) {
            throw new IllegalArgumentException("partition " + partition + " is negative");
        }
    }
}
