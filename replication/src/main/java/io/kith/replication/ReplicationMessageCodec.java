package io.kith.replication;

import io.kith.collections.CopyCursor;
import io.kith.collections.LogCommand;
import io.kith.replication.ReplicationMessage.Acknowledge;
import io.kith.replication.ReplicationMessage.AdoptTerm;
import io.kith.replication.ReplicationMessage.Append;
import io.kith.replication.ReplicationMessage.BarrierAnswer;
import io.kith.replication.ReplicationMessage.BarrierQuery;
import io.kith.replication.ReplicationMessage.Batch;
import io.kith.replication.ReplicationMessage.CommitNotice;
import io.kith.replication.ReplicationMessage.CommitPoint;
import io.kith.replication.ReplicationMessage.CopyAbandoned;
import io.kith.replication.ReplicationMessage.CopyBegin;
import io.kith.replication.ReplicationMessage.CopyPiece;
import io.kith.replication.ReplicationMessage.CopyProgress;
import io.kith.replication.ReplicationMessage.Delegate;
import io.kith.replication.ReplicationMessage.Delegation;
import io.kith.replication.ReplicationMessage.ReleaseRequest;
import io.kith.replication.ReplicationMessage.Released;
import io.kith.replication.ReplicationMessage.StaleTerm;
import io.kith.replication.ReplicationMessage.TermAdopted;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.MessageCodec;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.List;

/** The wire form of {@link ReplicationMessage}s: a type byte, the partition, then the fields in order. */
public final class ReplicationMessageCodec implements MessageCodec<ReplicationMessage> {
    private static final int APPEND = 1;
    private static final int ACKNOWLEDGE = 2;
    private static final int COMMIT_NOTICE = 3;
    private static final int STALE_TERM = 4;
    private static final int ADOPT_TERM = 5;
    private static final int TERM_ADOPTED = 6;
    private static final int RELEASE_REQUEST = 7;
    private static final int RELEASED = 8;
    private static final int BARRIER_QUERY = 9;
    private static final int BARRIER_ANSWER = 10;
    private static final int DELEGATE = 11;
    private static final int COPY_BEGIN = 12;
    private static final int COPY_PIECE = 13;
    private static final int COPY_PROGRESS = 14;
    private static final int COPY_ABANDONED = 15;
    private static final int BATCH = 16;

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
        return 4;
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void write(ReplicationMessage message, WireOutput out) {
        if (message instanceof Batch m) {
            out.writeByte(BATCH).writeVarInt(m.appends().size());
            m.appends().forEach(append -> writeAppend(out, append));
            out.writeVarInt(m.acknowledgements().size());
            m.acknowledgements().forEach(acknowledge -> writeAcknowledge(out, acknowledge));
        } else if (message instanceof Append m) {
            writeAppend(out.writeByte(APPEND), m);
        } else if (message instanceof Acknowledge m) {
            writeAcknowledge(out.writeByte(ACKNOWLEDGE), m);
        } else if (message instanceof CommitNotice m) {
            out.writeByte(COMMIT_NOTICE).writeVarInt(m.points().size());
            m.points().forEach(point -> writePoint(out, point));
        } else if (message instanceof StaleTerm m) {
            head(out, STALE_TERM, m.partition()).writeVarLong(m.term());
        } else if (message instanceof AdoptTerm m) {
            head(out, ADOPT_TERM, m.partition()).writeVarLong(m.term()).writeVarLong(m.lastSequence());
        } else if (message instanceof TermAdopted m) {
            head(out, TERM_ADOPTED, m.partition()).writeVarLong(m.term()).writeVarLong(m.lastSequence());
            writeEntries(out, m.suffix());
        } else if (message instanceof ReleaseRequest m) {
            head(out, RELEASE_REQUEST, m.partition()).writeVarLong(m.configId());
        } else if (message instanceof Released m) {
            head(out, RELEASED, m.partition()).writeVarLong(m.configId());
        } else if (message instanceof BarrierQuery m) {
            head(out, BARRIER_QUERY, m.partition()).writeVarLong(m.term()).writeVarLong(m.barrier());
        } else if (message instanceof BarrierAnswer m) {
            head(out, BARRIER_ANSWER, m.partition()).writeVarLong(m.term()).writeVarLong(m.barrier());
            out.writeVarLong(m.knownTerm());
        } else if (message instanceof Delegate m) {
            out.writeByte(DELEGATE).writeFixedLong(m.heartbeatSentNanos());
            out.writeVarInt(m.delegations().size());
            for (Delegation delegation : m.delegations()) {
                writePoint(out, delegation.point());
                out.writeVarLong(delegation.durationNanos());
            }
        } else if (message instanceof CopyBegin m) {
            head(out, COPY_BEGIN, m.partition()).writeVarLong(m.term()).writeVarLong(m.copyNumber());
            out.writeVarLong(m.baseSequence()).writeVarLong(m.configId());
        } else if (message instanceof CopyPiece m) {
            head(out, COPY_PIECE, m.partition()).writeVarLong(m.term()).writeVarLong(m.copyNumber());
            out.writeVarLong(m.asOfSequence()).writeVarLong(m.piece()).writeBytes(m.chunk());
        } else if (message instanceof CopyProgress m) {
            head(out, COPY_PROGRESS, m.partition()).writeVarLong(m.term()).writeVarLong(m.copyNumber());
            out.writeVarLong(m.pieces()).writeBytes(m.cursor().toBytes()).writeVarLong(m.heldSequence());
        } else if (message instanceof CopyAbandoned m) {
            head(out, COPY_ABANDONED, m.partition()).writeVarLong(m.term()).writeVarLong(m.copyNumber());
        } else {
            throw new IllegalArgumentException("no wire form for " + message.getClass());
        }
    }

    @Override
    public ReplicationMessage read(WireInput in) {
        int type = in.readByte();
        return switch (type) {
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
            case COPY_BEGIN ->
                new CopyBegin(partition(in), in.readVarLong(), in.readVarLong(), in.readVarLong(), in.readVarLong());
            case COPY_PIECE ->
                new CopyPiece(
                        partition(in),
                        in.readVarLong(),
                        in.readVarLong(),
                        in.readVarLong(),
                        in.readVarLong(),
                        in.readBytes());
            case COPY_PROGRESS ->
                new CopyProgress(
                        partition(in),
                        in.readVarLong(),
                        in.readVarLong(),
                        in.readVarLong(),
                        CopyCursor.parse(in.readBytes()),
                        in.readVarLong());
            case COPY_ABANDONED -> new CopyAbandoned(partition(in), in.readVarLong(), in.readVarLong());
            default -> throw new CorruptFrameException("no replication message has type " + type);
        };
    }

    private static void writeAppend(WireOutput out, Append append) {
        out.writeVarInt(append.partition()).writeVarLong(append.term()).writeVarLong(append.copyNumber());
        out.writeVarLong(append.previousSequence()).writeVarLong(append.commitSequence());
        writeEntries(out, append.entries());
    }

    private static void writeAcknowledge(WireOutput out, Acknowledge acknowledge) {
        out.writeVarInt(acknowledge.partition()).writeVarLong(acknowledge.term());
        out.writeVarLong(acknowledge.copyNumber()).writeVarLong(acknowledge.heldSequence());
        out.writeBoolean(acknowledge.gap());
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

    private static WireOutput head(WireOutput out, int type, int partition) {
        return out.writeByte(type).writeVarInt(partition);
    }

    private static int partition(WireInput in) {
        return in.readVarInt(MAX_PARTITION);
    }

    private static void writeEntries(WireOutput out, List<LogEntry> entries) {
        out.writeVarInt(entries.size());
        for (LogEntry entry : entries) {
            LogCommand command = entry.command();
            out.writeVarLong(entry.term()).writeVarLong(command.sequence()).writeNodeId(command.session());
            out.writeVarLong(command.opening()).writeVarLong(command.number()).writeVarLong(command.floor());
            out.writeVarLong(command.timestampMillis()).writeBytes(command.operation());
        }
    }

    private static List<LogEntry> readEntries(WireInput in) {
        int count = in.readCount(ENTRY_MIN_BYTES);
        List<LogEntry> entries = new ArrayList<>(count);
        long previous = -1;
        for (int i = 0; i < count; i++) {
            long term = in.readVarLong();
            long sequence = in.readVarLong();
            if (previous >= 0 && sequence != previous + 1) {
                throw new CorruptFrameException("log entry " + sequence + " follows " + previous);
            }
            previous = sequence;
            var session = in.readNodeId();
            long opening = in.readVarLong();
            long number = in.readVarLong();
            long floor = in.readVarLong();
            long timestampMillis = in.readVarLong();
            entries.add(new LogEntry(
                    term, new LogCommand(sequence, session, opening, number, floor, timestampMillis, in.readBytes())));
        }
        return entries;
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
