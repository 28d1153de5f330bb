package io.kith.replication.message;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.CopyCursor;
import io.kith.replication.log.LogEntry;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.AdoptTerm;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.BarrierAnswer;
import io.kith.replication.message.ReplicationMessage.BarrierQuery;
import io.kith.replication.message.ReplicationMessage.Batch;
import io.kith.replication.message.ReplicationMessage.CommitNotice;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.replication.message.ReplicationMessage.CopyAbandoned;
import io.kith.replication.message.ReplicationMessage.CopyBegin;
import io.kith.replication.message.ReplicationMessage.CopyPiece;
import io.kith.replication.message.ReplicationMessage.CopyProgress;
import io.kith.replication.message.ReplicationMessage.Delegate;
import io.kith.replication.message.ReplicationMessage.Delegation;
import io.kith.replication.message.ReplicationMessage.FailedAt;
import io.kith.replication.message.ReplicationMessage.Kind;
import io.kith.replication.message.ReplicationMessage.ReleaseRequest;
import io.kith.replication.message.ReplicationMessage.Released;
import io.kith.replication.message.ReplicationMessage.StaleTerm;
import io.kith.replication.message.ReplicationMessage.TermAdopted;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.MessageCodec;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireKinds;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.List;

/** The wire form of {@link ReplicationMessage}s: a type byte, the partition, then the fields in order. */
public final class ReplicationMessageCodec implements MessageCodec<ReplicationMessage> {
    private static final int FAMILY = 4;
    private static final int VERSION = 3;

    /** A later field of {@link CopyBegin}: a number. */
    private static final int BYTES = 1;

    /** No copy takes more, whatever anybody says; sums of such numbers do not overflow. */
    private static final long MOST_BYTES = 1L << 50;

    /** A later field of {@link CopyProgress}: empty, and there or not. */
    private static final int REFUSED = 1;

    private static final WireKinds<Kind> KINDS = WireKinds.of(Kind.class);
    private static final int MAX_PARTITION = 65_535;
    private static final int ENTRY_MIN_BYTES = 22;
    private static final int APPEND_MIN_BYTES = 6;
    private static final int ACKNOWLEDGE_MIN_BYTES = 5;

    @Override
    public Class<ReplicationMessage> messageType() {
        return ReplicationMessage.class;
    }

    @Override
    public int family() {
        return FAMILY;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(ReplicationMessage message, WireOutput out) {
        writeFields(message, out.writeKind(message.kind()));
    }

    private static WireOutput writeFields(ReplicationMessage message, WireOutput out) {
        return switch (message.kind()) {
            case BATCH -> writeBatch(out, (Batch) message);
            case APPEND -> writeAppend(out, (Append) message);
            case ACKNOWLEDGE -> writeAcknowledge(out, (Acknowledge) message);
            case COMMIT_NOTICE -> writeNotice(out, (CommitNotice) message);
            case STALE_TERM -> writeStaleTerm(out, (StaleTerm) message);
            case ADOPT_TERM -> writeAdoptTerm(out, (AdoptTerm) message);
            case TERM_ADOPTED -> writeTermAdopted(out, (TermAdopted) message);
            case RELEASE_REQUEST -> writeReleaseRequest(out, (ReleaseRequest) message);
            case RELEASED -> writeReleased(out, (Released) message);
            case BARRIER_QUERY -> writeBarrierQuery(out, (BarrierQuery) message);
            case BARRIER_ANSWER -> writeBarrierAnswer(out, (BarrierAnswer) message);
            case DELEGATE -> writeDelegate(out, (Delegate) message);
            case COPY_BEGIN -> writeCopyBegin(out, (CopyBegin) message);
            case COPY_PIECE -> writeCopyPiece(out, (CopyPiece) message);
            case COPY_PROGRESS -> writeCopyProgress(out, (CopyProgress) message);
            case COPY_ABANDONED -> writeCopyAbandoned(out, (CopyAbandoned) message);
            case FAILED_AT -> writeFailedAt(out, (FailedAt) message);
        };
    }

    @Override
    public ReplicationMessage read(WireInput in) {
        return switch (KINDS.read(in)) {
            case APPEND -> readAppend(in);
            case ACKNOWLEDGE -> readAcknowledge(in);
            case BATCH -> readBatch(in);
            case COMMIT_NOTICE -> new CommitNotice(readPoints(in));
            case STALE_TERM -> new StaleTerm(partition(in), in.readVarLong());
            case ADOPT_TERM -> new AdoptTerm(partition(in), in.readVarLong(), in.readVarLong());
            case TERM_ADOPTED -> new TermAdopted(partition(in), in.readVarLong(), in.readVarLong(), readEntries(in));
            case RELEASE_REQUEST -> new ReleaseRequest(partition(in), in.readVarLong());
            case RELEASED -> new Released(partition(in), in.readVarLong());
            case BARRIER_QUERY -> new BarrierQuery(partition(in), in.readVarLong(), in.readVarLong());
            case BARRIER_ANSWER ->
                new BarrierAnswer(partition(in), in.readVarLong(), in.readVarLong(), in.readVarLong());
            case DELEGATE -> new Delegate(in.readFixedLong(), readDelegations(in));
            case COPY_BEGIN -> readCopyBegin(in);
            case COPY_PIECE ->
                new CopyPiece(
                        partition(in),
                        in.readVarLong(),
                        in.readVarLong(),
                        in.readVarLong(),
                        in.readVarLong(),
                        in.readBytes());
            case COPY_PROGRESS -> readCopyProgress(in);
            case COPY_ABANDONED -> new CopyAbandoned(partition(in), in.readVarLong(), in.readVarLong());
            case FAILED_AT -> new FailedAt(partition(in), in.readVarLong(), in.readVarLong());
        };
    }

    private static CopyBegin readCopyBegin(WireInput in) {
        int partition = partition(in);
        long term = in.readVarLong();
        long copyNumber = in.readVarLong();
        long baseSequence = in.readVarLong();
        long configId = in.readVarLong();
        WireInput bytes = in.readLater().get(BYTES);
        return new CopyBegin(
                partition,
                term,
                copyNumber,
                baseSequence,
                configId,
                bytes == null ? 0 : Math.min(Math.max(0, bytes.readVarLong()), MOST_BYTES));
    }

    private static CopyProgress readCopyProgress(WireInput in) {
        int partition = partition(in);
        long term = in.readVarLong();
        long copyNumber = in.readVarLong();
        long pieces = in.readVarLong();
        CopyCursor cursor = CopyCursor.parse(in.readBytes());
        long heldSequence = in.readVarLong();
        boolean refused = in.readLater().get(REFUSED) != null;
        return new CopyProgress(partition, term, copyNumber, pieces, cursor, heldSequence, refused);
    }

    private static WireOutput writeBatch(WireOutput out, Batch m) {
        out.writeVarInt(m.appends().size());
        m.appends().forEach(append -> writeAppend(out, append));
        out.writeVarInt(m.acknowledgements().size());
        m.acknowledgements().forEach(acknowledge -> writeAcknowledge(out, acknowledge));
        return out;
    }

    private static WireOutput writeNotice(WireOutput out, CommitNotice m) {
        out.writeVarInt(m.points().size());
        m.points().forEach(point -> writePoint(out, point));
        return out;
    }

    private static WireOutput writeStaleTerm(WireOutput out, StaleTerm m) {
        return out.writeVarInt(m.partition()).writeVarLong(m.term());
    }

    private static WireOutput writeAdoptTerm(WireOutput out, AdoptTerm m) {
        return out.writeVarInt(m.partition()).writeVarLong(m.term()).writeVarLong(m.lastSequence());
    }

    private static WireOutput writeTermAdopted(WireOutput out, TermAdopted m) {
        out.writeVarInt(m.partition()).writeVarLong(m.term()).writeVarLong(m.lastSequence());
        return writeEntries(out, m.suffix());
    }

    private static WireOutput writeReleaseRequest(WireOutput out, ReleaseRequest m) {
        return out.writeVarInt(m.partition()).writeVarLong(m.configId());
    }

    private static WireOutput writeReleased(WireOutput out, Released m) {
        return out.writeVarInt(m.partition()).writeVarLong(m.configId());
    }

    private static WireOutput writeBarrierQuery(WireOutput out, BarrierQuery m) {
        return out.writeVarInt(m.partition()).writeVarLong(m.term()).writeVarLong(m.barrier());
    }

    private static WireOutput writeBarrierAnswer(WireOutput out, BarrierAnswer m) {
        out.writeVarInt(m.partition()).writeVarLong(m.term()).writeVarLong(m.barrier());
        return out.writeVarLong(m.knownTerm());
    }

    private static WireOutput writeDelegate(WireOutput out, Delegate m) {
        out.writeFixedLong(m.heartbeatSentNanos()).writeVarInt(m.delegations().size());
        for (Delegation delegation : m.delegations()) {
            writePoint(out, delegation.point());
            out.writeVarLong(delegation.durationNanos());
        }
        return out;
    }

    private static WireOutput writeCopyBegin(WireOutput out, CopyBegin m) {
        out.writeVarInt(m.partition()).writeVarLong(m.term()).writeVarLong(m.copyNumber());
        out.writeVarLong(m.baseSequence()).writeVarLong(m.configId());
        if (m.bytes() != 0) {
            out.writeLater(BYTES, WireOutput.onHeap(9).writeVarLong(m.bytes()).toByteArray());
        }
        return out;
    }

    private static WireOutput writeCopyPiece(WireOutput out, CopyPiece m) {
        out.writeVarInt(m.partition()).writeVarLong(m.term()).writeVarLong(m.copyNumber());
        return out.writeVarLong(m.asOfSequence()).writeVarLong(m.piece()).writeBytes(m.chunk());
    }

    private static WireOutput writeCopyProgress(WireOutput out, CopyProgress m) {
        out.writeVarInt(m.partition()).writeVarLong(m.term()).writeVarLong(m.copyNumber());
        out.writeVarLong(m.pieces()).writeBytes(m.cursor().toBytes()).writeVarLong(m.heldSequence());
        return m.refused() ? out.writeLater(REFUSED, new byte[0]) : out;
    }

    private static WireOutput writeCopyAbandoned(WireOutput out, CopyAbandoned m) {
        return out.writeVarInt(m.partition()).writeVarLong(m.term()).writeVarLong(m.copyNumber());
    }

    private static WireOutput writeFailedAt(WireOutput out, FailedAt m) {
        return out.writeVarInt(m.partition()).writeVarLong(m.term()).writeVarLong(m.sequence());
    }

    private static WireOutput writeAppend(WireOutput out, Append append) {
        out.writeVarInt(append.partition()).writeVarLong(append.term()).writeVarLong(append.copyNumber());
        out.writeVarLong(append.previousSequence()).writeVarLong(append.commitSequence());
        return writeEntries(out, append.entries());
    }

    private static WireOutput writeAcknowledge(WireOutput out, Acknowledge acknowledge) {
        out.writeVarInt(acknowledge.partition()).writeVarLong(acknowledge.term());
        out.writeVarLong(acknowledge.copyNumber()).writeVarLong(acknowledge.heldSequence());
        return out.writeBoolean(acknowledge.gap());
    }

    private static Acknowledge readAcknowledge(WireInput in) {
        return new Acknowledge(partition(in), in.readVarLong(), in.readVarLong(), in.readVarLong(), in.readBoolean());
    }

    private static Batch readBatch(WireInput in) {
        int appendCount = in.readCount(APPEND_MIN_BYTES);
        List<Append> appends = new ArrayList<>(appendCount);
        for (int i = 0; i < appendCount; i++) {
            appends.add(readAppend(in));
        }
        int acknowledgeCount = in.readCount(ACKNOWLEDGE_MIN_BYTES);
        List<Acknowledge> acknowledgements = new ArrayList<>(acknowledgeCount);
        for (int i = 0; i < acknowledgeCount; i++) {
            acknowledgements.add(readAcknowledge(in));
        }
        return new Batch(appends, acknowledgements);
    }

    private static Append readAppend(WireInput in) {
        int partition = partition(in);
        long term = in.readVarLong();
        long copyNumber = in.readVarLong();
        long previousSequence = in.readVarLong();
        long commitSequence = in.readVarLong();
        List<LogEntry> entries = readEntries(in);
        if (!entries.isEmpty() && entries.get(0).sequence() != previousSequence + 1) {
            throw new CorruptFrameException(
                    "log entry " + entries.get(0).sequence() + " does not follow " + previousSequence);
        }
        return new Append(partition, term, copyNumber, previousSequence, commitSequence, entries);
    }

    private static int partition(WireInput in) {
        return in.readVarInt(MAX_PARTITION);
    }

    private static WireOutput writeEntries(WireOutput out, List<LogEntry> entries) {
        out.writeVarInt(entries.size());
        for (LogEntry entry : entries) {
            LogCommand command = entry.command();
            out.writeVarLong(entry.term()).writeVarLong(command.sequence()).writeNodeId(command.session());
            out.writeVarLong(command.opening()).writeVarLong(command.number()).writeVarLong(command.floor());
            out.writeVarLong(command.timestampMillis()).writeBytes(command.operation());
        }
        return out;
    }

    private static List<LogEntry> readEntries(WireInput in) {
        int count = in.readCount(ENTRY_MIN_BYTES);
        if (count == 1) {
            return List.of(readEntry(in));
        }
        List<LogEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            LogEntry entry = readEntry(in);
            if (i > 0 && entry.sequence() != entries.get(i - 1).sequence() + 1) {
                throw new CorruptFrameException("log entry " + entry.sequence() + " follows "
                        + entries.get(i - 1).sequence());
            }
            entries.add(entry);
        }
        return entries;
    }

    private static LogEntry readEntry(WireInput in) {
        long term = in.readVarLong();
        long sequence = in.readVarLong();
        NodeId session = in.readNodeId();
        long opening = in.readVarLong();
        long number = in.readVarLong();
        long floor = in.readVarLong();
        long timestampMillis = in.readVarLong();
        return new LogEntry(
                term, new LogCommand(sequence, session, opening, number, floor, timestampMillis, in.readBytes()));
    }

    private static List<CommitPoint> readPoints(WireInput in) {
        int count = in.readCount(4);
        List<CommitPoint> points = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            points.add(readPoint(in));
        }
        return points;
    }

    private static void writePoint(WireOutput out, CommitPoint point) {
        out.writeVarInt(point.partition()).writeVarLong(point.term());
        out.writeVarLong(point.copyNumber()).writeVarLong(point.commitSequence());
    }

    private static CommitPoint readPoint(WireInput in) {
        return new CommitPoint(partition(in), in.readVarLong(), in.readVarLong(), in.readVarLong());
    }

    private static List<Delegation> readDelegations(WireInput in) {
        int count = in.readCount(5);
        List<Delegation> delegations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            delegations.add(new Delegation(readPoint(in), in.readVarLong()));
        }
        return delegations;
    }
}
