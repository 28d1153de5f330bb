package io.kith.replication.message;

import io.kith.collections.partition.CopyCursor;
import io.kith.replication.log.LogEntry;
import io.kith.transport.Message;
import io.kith.transport.WireKind;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What replicas of a partition say to each other. Every message that orders or acknowledges carries the partition's
 * term; those about the contents of a replica also carry the number of the copy through which it got them (0 if it was
 * a replica when the term began).
 */
public sealed interface ReplicationMessage extends Message {

    /** All but copies of a partition's state, which are bulk and wait for the direct link. */
    @Override
    default boolean mayTakeDetour() {
        return true;
    }

    private static long weightBytes(List<LogEntry> entries) {
        long bytes = LIGHT_BYTES;
        for (LogEntry entry : entries) {
            bytes += LIGHT_BYTES + entry.command().operation().length;
        }
        return bytes;
    }

    /** What it says: each kind is a record of its own. */
    Kind kind();

    /** Whether it says something about a partition that {@code mine} takes. */
    boolean concerns(IntPredicate mine);

    /** The kinds of messages, and the codes by which they are told apart on the wire. */
    enum Kind implements WireKind {
        APPEND(1),
        ACKNOWLEDGE(2),
        COMMIT_NOTICE(3),
        STALE_TERM(4),
        ADOPT_TERM(5),
        TERM_ADOPTED(6),
        RELEASE_REQUEST(7),
        RELEASED(8),
        BARRIER_QUERY(9),
        BARRIER_ANSWER(10),
        DELEGATE(11),
        COPY_BEGIN(12),
        COPY_PIECE(13),
        COPY_PROGRESS(14),
        COPY_ABANDONED(15),
        BATCH(16),
        FAILED_AT(17);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /** A message about one partition. */
    sealed interface OfPartition extends ReplicationMessage {
        /** The partition. */
        int partition();

        @Override
        default boolean concerns(IntPredicate mine) {
            return mine.test(partition());
        }
    }

    /**
     * Who was primary in {@code term} to its replicas: applying the entry {@code sequence}, which it had ordered in that term
     * and applied as the first, failed. So nobody has applied that, or anything behind it, before the next term began.
     */
    record FailedAt(int partition, long term, long sequence) implements OfPartition {
        @Override
        public Kind kind() {
            return Kind.FAILED_AT;
        }
    }

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
            implements OfPartition {
        public Append {
            entries = List.copyOf(entries);
        }

        @Override
        public Kind kind() {
            return Kind.APPEND;
        }

        @Override
        public long weightBytes() {
            return ReplicationMessage.weightBytes(entries);
        }
    }

    /** Replica to primary: I hold all entries up to {@code heldSequence}; {@code gap} if some before an append lack. */
    record Acknowledge(int partition, long term, long copyNumber, long heldSequence, boolean gap)
            implements OfPartition {
        @Override
        public Kind kind() {
            return Kind.ACKNOWLEDGE;
        }
    }

    /**
     * What one turn of the sender's loop made for one node, about many partitions: as if each part had been sent alone,
     * but a part costs less so.
     */
    record Batch(List<Append> appends, List<Acknowledge> acknowledgements) implements ReplicationMessage {
        public Batch {
            appends = List.copyOf(appends);
            acknowledgements = List.copyOf(acknowledgements);
        }

        @Override
        public Kind kind() {
            return Kind.BATCH;
        }

        @Override
        public boolean concerns(IntPredicate mine) {
            return appends.stream().anyMatch(append -> mine.test(append.partition()))
                    || acknowledgements.stream().anyMatch(each -> mine.test(each.partition()));
        }

        @Override
        public long weightBytes() {
            long bytes = (long) LIGHT_BYTES * (1 + acknowledgements.size());
            for (Append append : appends) {
                bytes += append.weightBytes();
            }
            return bytes;
        }
    }

    /** Primary to replica, for many partitions at once: how far they are committed. */
    record CommitNotice(List<CommitPoint> points) implements ReplicationMessage {
        public CommitNotice {
            points = List.copyOf(points);
        }

        @Override
        public Kind kind() {
            return Kind.COMMIT_NOTICE;
        }

        @Override
        public boolean concerns(IntPredicate mine) {
            return points.stream().anyMatch(point -> mine.test(point.partition()));
        }
    }

    /** How far one partition is committed. */
    record CommitPoint(int partition, long term, long copyNumber, long commitSequence) {}

    /** To whoever used a lower term: there is a higher one, ask for the config. */
    record StaleTerm(int partition, long term) implements OfPartition {
        @Override
        public Kind kind() {
            return Kind.STALE_TERM;
        }
    }

    /** New primary to each other replica of its list: adopt my term and tell what you hold behind my last entry. */
    record AdoptTerm(int partition, long term, long lastSequence) implements OfPartition {
        @Override
        public Kind kind() {
            return Kind.ADOPT_TERM;
        }
    }

    /**
     * Replica to new primary: adopted.
     *
     * @param lastSequence the last entry it holds
     * @param suffix what it holds behind the last entry the new primary named; may be only the beginning of it
     */
    record TermAdopted(int partition, long term, long lastSequence, List<LogEntry> suffix) implements OfPartition {
        public TermAdopted {
            suffix = List.copyOf(suffix);
        }

        @Override
        public Kind kind() {
            return Kind.TERM_ADOPTED;
        }

        @Override
        public long weightBytes() {
            return ReplicationMessage.weightBytes(suffix);
        }
    }

    /** New primary to an earlier one: have you released the partition under this config or a newer one? */
    record ReleaseRequest(int partition, long configId) implements OfPartition {
        @Override
        public Kind kind() {
            return Kind.RELEASE_REQUEST;
        }
    }

    /**
     * Earlier primary to new one: I hold config {@code configId}, it does not name me primary, and nothing that I
     * delegated to nodes it does not list still runs.
     */
    record Released(int partition, long configId) implements OfPartition {
        @Override
        public Kind kind() {
            return Kind.RELEASED;
        }
    }

    /** Primary without a lease to its acknowledge set: do you know of a later term? */
    record BarrierQuery(int partition, long term, long barrier) implements OfPartition {
        @Override
        public Kind kind() {
            return Kind.BARRIER_QUERY;
        }
    }

    /** The answer, with the highest term the sender has adopted or knows of. */
    record BarrierAnswer(int partition, long term, long barrier, long knownTerm) implements OfPartition {
        @Override
        public Kind kind() {
            return Kind.BARRIER_ANSWER;
        }
    }

    /**
     * Primary to replica, answering its heartbeat: read leases on partitions.
     *
     * @param heartbeatSentNanos the replica's own clock when it sent the heartbeat that this answers
     */
    record Delegate(long heartbeatSentNanos, List<Delegation> delegations) implements ReplicationMessage {
        public Delegate {
            delegations = List.copyOf(delegations);
        }

        @Override
        public Kind kind() {
            return Kind.DELEGATE;
        }

        @Override
        public boolean concerns(IntPredicate mine) {
            return delegations.stream().anyMatch(each -> mine.test(each.point().partition()));
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
     * @param bytes what the copy is going to take of memory, about; 0 if the primary does not say
     */
    record CopyBegin(int partition, long term, long copyNumber, long baseSequence, long configId, long bytes)
            implements OfPartition {
        /** Of a primary that does not say what it takes. */
        public CopyBegin(int partition, long term, long copyNumber, long baseSequence, long configId) {
            this(partition, term, copyNumber, baseSequence, configId, 0);
        }

        @Override
        public Kind kind() {
            return Kind.COPY_BEGIN;
        }

        @Override
        public boolean mayTakeDetour() {
            return false;
        }
    }

    /**
     * Primary to joiner: a piece of the state as of entry {@code asOfSequence}.
     *
     * @param piece its number: 1, 2, 3, …
     * @param chunk the piece, as the partition's state encodes it
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared; copying every piece would cost too much.
    record CopyPiece(int partition, long term, long copyNumber, long asOfSequence, long piece, byte[] chunk)
            implements OfPartition {
        @Override
        public Kind kind() {
            return Kind.COPY_PIECE;
        }

        @Override
        public boolean mayTakeDetour() {
            return false;
        }
    }

    /**
     * Joiner to primary: how many pieces it has, how far the copy is, and what it holds of the log.
     *
     * @param refused whether it holds nothing of it, as it has no room
     */
    record CopyProgress(
            int partition,
            long term,
            long copyNumber,
            long pieces,
            CopyCursor cursor,
            long heldSequence,
            boolean refused)
            implements OfPartition {
        /** Of a joiner that takes the copy. */
        public CopyProgress(
                int partition, long term, long copyNumber, long pieces, CopyCursor cursor, long heldSequence) {
            this(partition, term, copyNumber, pieces, cursor, heldSequence, false);
        }

        /** Of one that does not. */
        public static CopyProgress refusal(int partition, long term, long copyNumber) {
            return new CopyProgress(partition, term, copyNumber, 0, CopyCursor.start(), 0, true);
        }

        @Override
        public Kind kind() {
            return Kind.COPY_PROGRESS;
        }
    }

    /** Primary to joiner: this copy is given up, throw away what you hold of it. */
    record CopyAbandoned(int partition, long term, long copyNumber) implements OfPartition {
        @Override
        public Kind kind() {
            return Kind.COPY_ABANDONED;
        }
    }
}
