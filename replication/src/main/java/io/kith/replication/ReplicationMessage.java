package io.kith.replication;

import io.kith.collections.partition.CopyCursor;
import io.kith.transport.Message;
import java.util.List;

/**
 * What replicas of a partition say to each other. Every message that orders or acknowledges carries the partition's
 * term; those about the contents of a replica also carry the number of the copy through which it got them (0 if it was
 * a replica when the term began).
 */
public sealed interface ReplicationMessage extends Message {

    /**
     * Primary to replica or joiner: entries behind {@code previousSequence}.
     *
     * @param commitSequence all entries up to it are committed
     */
    record Append(
            int partition,
            long term,
            long copyNumber,
            long previousSequence,
            long commitSequence,
            List<LogEntry> entries)
            implements ReplicationMessage {
        public Append {
            entries = List.copyOf(entries);
        }
    }

    /** Replica to primary: I hold all entries up to {@code heldSequence}; {@code gap} if some before an append lack. */
    record Acknowledge(int partition, long term, long copyNumber, long heldSequence, boolean gap)
            implements ReplicationMessage {}

    /**
     * What one turn of the sender's loop made for one node, about many partitions: as if each part had been sent alone,
     * but a part costs less so.
     */
    record Batch(List<Append> appends, List<Acknowledge> acknowledgements) implements ReplicationMessage {
        public Batch {
            appends = List.copyOf(appends);
            acknowledgements = List.copyOf(acknowledgements);
        }
    }

    /** Primary to replica, for many partitions at once: how far they are committed. */
    record CommitNotice(List<CommitPoint> points) implements ReplicationMessage {
        public CommitNotice {
            points = List.copyOf(points);
        }
    }

    /** How far one partition is committed. */
    record CommitPoint(int partition, long term, long copyNumber, long commitSequence) {}

    /** To whoever used a lower term: there is a higher one, ask for the config. */
    record StaleTerm(int partition, long term) implements ReplicationMessage {}

    /** New primary to each other replica of its list: adopt my term and tell what you hold behind my last entry. */
    record AdoptTerm(int partition, long term, long lastSequence) implements ReplicationMessage {}

    /**
     * Replica to new primary: adopted.
     *
     * @param lastSequence the last entry it holds
     * @param suffix what it holds behind the last entry the new primary named; may be only the beginning of it
     */
    record TermAdopted(int partition, long term, long lastSequence, List<LogEntry> suffix)
            implements ReplicationMessage {
        public TermAdopted {
            suffix = List.copyOf(suffix);
        }
    }

    /** New primary to an earlier one: have you released the partition under this config or a newer one? */
    record ReleaseRequest(int partition, long configId) implements ReplicationMessage {}

    /**
     * Earlier primary to new one: I hold config {@code configId}, it does not name me primary, and nothing that I
     * delegated to nodes it does not list still runs.
     */
    record Released(int partition, long configId) implements ReplicationMessage {}

    /** Primary without a lease to its acknowledge set: do you know of a later term? */
    record BarrierQuery(int partition, long term, long barrier) implements ReplicationMessage {}

    /** The answer, with the highest term the sender has adopted or knows of. */
    record BarrierAnswer(int partition, long term, long barrier, long knownTerm) implements ReplicationMessage {}

    /**
     * Primary to replica, answering its heartbeat: read leases on partitions.
     *
     * @param heartbeatSentNanos the replica's own clock when it sent the heartbeat that this answers
     */
    record Delegate(long heartbeatSentNanos, List<Delegation> delegations) implements ReplicationMessage {
        public Delegate {
            delegations = List.copyOf(delegations);
        }
    }

    /**
     * A read lease on one partition, of one term, for {@code durationNanos} from the sending of the heartbeat; and how
     * far the partition is committed, in case an earlier notice was lost.
     */
    record Delegation(CommitPoint point, long durationNanos) {}

    /**
     * Primary to joiner: start empty, take a copy.
     *
     * @param baseSequence the copy begins as of this entry
     * @param configId the config the primary holds
     */
    record CopyBegin(int partition, long term, long copyNumber, long baseSequence, long configId)
            implements ReplicationMessage {}

    /**
     * Primary to joiner: a piece of the state as of entry {@code asOfSequence}.
     *
     * @param piece its number: 1, 2, 3, …
     * @param chunk the piece, as the partition's state encodes it
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared; copying every piece would cost too much.
    record CopyPiece(int partition, long term, long copyNumber, long asOfSequence, long piece, byte[] chunk)
            implements ReplicationMessage {}

    /** Joiner to primary: how many pieces it has, how far the copy is, and what it holds of the log. */
    record CopyProgress(int partition, long term, long copyNumber, long pieces, CopyCursor cursor, long heldSequence)
            implements ReplicationMessage {}

    /** Primary to joiner: this copy is given up, throw away what you hold of it. */
    record CopyAbandoned(int partition, long term, long copyNumber) implements ReplicationMessage {}
}
