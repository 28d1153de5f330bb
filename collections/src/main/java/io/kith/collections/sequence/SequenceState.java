package io.kith.collections.sequence;

import io.kith.collections.kind.CollectionSnapshot;
import io.kith.collections.kind.CopiedBySnapshot;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;
import io.kith.transport.CorruptFrameException;
import java.util.ArrayList;
import java.util.List;

/** What vecs and deques have in common: a sequence of items, and how it is copied. */
public abstract sealed class SequenceState implements CopiedBySnapshot permits VecState, DequeState {
    private final ItemSequence sequence = new ItemSequence();

    final ItemSequence sequence() {
        return sequence;
    }

    @Override
    public long size() {
        return sequence.size();
    }

    /** Also an empty one has a version, and labels that it gave away. */
    @Override
    public boolean isNothing() {
        return false;
    }

    // ---- copies

    /** What else there is than the sequence, besides extras. */
    abstract void writeHeader(PayloadWriter out);

    abstract void readHeader(PayloadReader in);

    abstract List<byte[]> extras();

    abstract void installExtra(PayloadReader in);

    @Override
    public final CollectionSnapshot snapshot() {
        PayloadWriter header = new PayloadWriter(64);
        sequence.write(header);
        writeHeader(header);
        List<EpochTable> tables = new ArrayList<>();
        sequence.labels().tables().forEach(tables::add);
        return new SequenceSnapshot(header.toBytes(), tables, sequence.snapshot(), extras());
    }

    @Override
    public final void installHeader(PayloadReader in) {
        sequence.read(in);
        readHeader(in);
    }

    @Override
    public final void installPart(int section, PayloadReader in) {
        switch (section) {
            case SequenceSnapshot.TABLE -> installTable(in);
            case SequenceSnapshot.ITEMS -> installItems(in);
            case SequenceSnapshot.EXTRA -> installExtra(new PayloadReader(in.readBytes()));
            default -> throw new CorruptFrameException("a vec or deque has no part with the code " + section);
        }
    }

    private void installTable(PayloadReader in) {
        long epoch = in.readCount();
        long spacing = in.readCount();
        long[] labels = new long[in.readCount(1)];
        long last = 0;
        for (int i = 0; i < labels.length; i++) {
            last += in.readSignedVarLong();
            labels[i] = last;
        }
        sequence.labels().installTable(epoch, spacing, labels);
    }

    private void installItems(PayloadReader in) {
        long label = 0;
        while (in.readBoolean()) {
            label += in.readSignedVarLong();
            sequence.install(label, in.readBytes());
        }
    }

    /** The result that is an element. */
    static byte[] present(byte[] value) {
        return Results.ofPresent(value, 0, value.length);
    }

    /** The items that arguments or a chunk list: checked as a whole first, so that nothing is done by halves. */
    static List<byte[]> readValues(PayloadReader in) {
        int count = in.readCount(1);
        List<byte[]> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.readBytes());
        }
        in.expectEnd();
        return values;
    }
}
