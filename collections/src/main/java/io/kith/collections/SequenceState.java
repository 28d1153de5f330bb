package io.kith.collections;

import io.kith.transport.CorruptFrameException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What vecs and deques have in common: a sequence of items, and how it is copied. */
abstract sealed class SequenceState implements CollectionState permits VecState, DequeState {
    private final ItemSequence sequence = new ItemSequence();

    final ItemSequence sequence() {
        return sequence;
    }

    /**
     * Applies a write.
     *
     * @param in at the arguments
     * @param requests told which requests that waited are complete
     * @return its result, null if the request waits
     * @throws CorruptFrameException if the operation cannot be read; then nothing was changed
     */
    abstract byte @Nullable [] apply(LogCommand command, PayloadReader in, WaitingRequests requests);

    /** Executes a read. */
    abstract byte[] read(byte[] operation, PayloadReader in);

    /** Ends a request that waits; false if none does under that name. */
    abstract boolean cancel(RequestKey request);

    /** Forgets what was to expire, as the collection goes. */
    abstract void destroy();

    @Override
    public long size() {
        return sequence.size();
    }

    // ---- copies

    /** What else there is than the sequence, besides extras. */
    abstract void writeHeader(PayloadWriter out);

    abstract void readHeader(PayloadReader in);

    abstract List<byte[]> extras();

    abstract void installExtra(PayloadReader in);

    final SequenceSnapshot snapshot() {
        PayloadWriter header = new PayloadWriter(64);
        sequence.write(header);
        writeHeader(header);
        List<EpochTable> tables = new ArrayList<>();
        sequence.labels().tables().forEach(tables::add);
        return new SequenceSnapshot(type(), header.toBytes(), tables, sequence.snapshot(), extras());
    }

    final void installHeader(PayloadReader in) {
        sequence.read(in);
        readHeader(in);
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

    /** Removes several items by id and gives back how many there were. */
    final int removeItems(PayloadReader in) {
        int count = in.readCount(2);
        List<ItemId> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(ItemId.read(in));
        }
        in.expectEnd();
        int removed = 0;
        for (ItemId item : items) {
            int index = sequence.indexOf(item);
            if (index >= 0) {
                sequence.remove(index);
                removed++;
            }
        }
        return removed;
    }

    /** Removes the item of an id and gives it back, if it is there. */
    final byte[] removeItem(PayloadReader in) {
        ItemId item = ItemId.read(in);
        in.expectEnd();
        int index = sequence.indexOf(item);
        return index < 0 ? Results.ABSENT : SequenceReads.present(sequence.remove(index));
    }

    /** Gathers values for an answer that both bounds end; see {@link #payload}. */
    static final class ValueList implements ItemNode.Visitor {
        private final int maxBytes;
        private final PayloadWriter writer = new PayloadWriter(256);
        private int count;

        ValueList(int maxBytes) {
            this.maxBytes = Math.min(maxBytes, MapReads.MAX_RESULT_BYTES);
        }

        @Override
        public boolean visit(int index, long label, byte[] value) {
            if (count > 0 && writer.size() + (long) value.length > maxBytes) {
                return false;
            }
            writer.writeBytes(value);
            count++;
            return true;
        }

        int count() {
            return count;
        }

        byte[] payload() {
            byte[] values = writer.toBytes();
            return new PayloadWriter(PayloadWriter.varLongSize(count) + values.length)
                    .writeVarLong(count)
                    .writeRaw(values)
                    .toBytes();
        }
    }
}
