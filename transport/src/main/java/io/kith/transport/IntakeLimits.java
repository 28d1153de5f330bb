package io.kith.transport;

/**
 * How much a process takes in at a time from those who dialled it.
 *
 * @param clientFrameBytes what large frames of clients may take, from when they begin to arrive until they are answered
 * @param nodeFrameBytes what large frames of other nodes may take while they arrive; of their own, so that clients never keep
 *     membership, agreement and replication waiting
 * @param clientAnswerBytes what answers may take that clients do not take, see {@link UnreadAnswers}
 * @param maxClients how many connections clients may have
 * @param maxClientsPerAddress how many of those may come from one address
 * @param maxNodeLinks how many connections nodes may have
 */
public record IntakeLimits(
        long clientFrameBytes,
        long nodeFrameBytes,
        long clientAnswerBytes,
        int maxClients,
        int maxClientsPerAddress,
        int maxNodeLinks) {

    /** What is not bounded: for processes that nobody dials, and tests. */
    public static final IntakeLimits NONE = new IntakeLimits(
            Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    public IntakeLimits {
        if (clientFrameBytes < 1 || nodeFrameBytes < 1 || clientAnswerBytes < 1) {
            throw new IllegalArgumentException("room for frames and answers is at least 1 byte, not " + clientFrameBytes
                    + ", " + nodeFrameBytes + " and " + clientAnswerBytes);
        }
        if (maxClients < 1 || maxClientsPerAddress < 1 || maxNodeLinks < 1) {
            throw new IllegalArgumentException("at least 1 connection must be allowed, not " + maxClients + ", "
                    + maxClientsPerAddress + " and " + maxNodeLinks);
        }
    }

    /** The same, with other bounds for what clients' and nodes' large frames take. */
    public IntakeLimits withFrameBytes(long ofClients, long ofNodes) {
        return new IntakeLimits(ofClients, ofNodes, clientAnswerBytes, maxClients, maxClientsPerAddress, maxNodeLinks);
    }

    /** The same, with another bound for what clients do not take of answers. */
    public IntakeLimits withAnswerBytes(long bytes) {
        return new IntakeLimits(
                clientFrameBytes, nodeFrameBytes, bytes, maxClients, maxClientsPerAddress, maxNodeLinks);
    }

    /** The same, with other bounds for the connections of clients. */
    public IntakeLimits withClients(int all, int perAddress) {
        return new IntakeLimits(clientFrameBytes, nodeFrameBytes, clientAnswerBytes, all, perAddress, maxNodeLinks);
    }
}
