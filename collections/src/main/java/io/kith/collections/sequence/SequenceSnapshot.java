package io.kith.collections.sequence;

import io.kith.collections.kind.CollectionSnapshot;
import io.kith.collections.wire.PayloadWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A vec or deque as it was at one moment, to be copied piece by piece while it changes. Its parts are the entries of its
 * tables of earlier labels, its items, and what else it has.
 *
 * @param header what precedes everything else
 * @param root its items
 * @param extras in a deque, the requests that wait and the reservations, encoded
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SequenceSnapshot(
        byte[] header, List<EpochTable> tables, @Nullable ItemNode root, List<byte[]> extras)
        implements CollectionSnapshot {
    static final int TABLE = FIRST_PART_CODE;
    static final int ITEMS = FIRST_PART_CODE + 1;
    static final int EXTRA = FIRST_PART_CODE + 2;

    private int size() {
        return root == null ? 0 : root.size();
    }

    @Override
    public long parts() {
        long parts = (long) size() + extras.size();
        for (EpochTable table : tables) {
            parts += table.labels().length;
        }
        return parts;
    }

    @Override
    public long write(long from, PayloadWriter body, int maxBytes) {
        long before = 0;
        for (EpochTable table : tables) {
            int length = table.labels().length;
            if (from < before + length) {
                return from + writeTable(table, (int) (from - before), body, maxBytes);
            }
            before += length;
        }
        if (root != null && from < before + root.size()) {
            return from + writeItems(root, (int) (from - before), body, maxBytes);
        }
        before += size();
        body.writeByte(EXTRA).writeBytes(extras.get((int) (from - before)));
        return from + 1;
    }

    private static int writeTable(EpochTable table, int from, PayloadWriter body, int maxBytes) {
        int room = Math.max(1, (maxBytes - body.size()) / Long.BYTES);
        int count = Math.min(table.labels().length - from, room);
        body.writeByte(TABLE)
                .writeVarLong(table.epoch())
                .writeVarLong(table.spacing())
                .writeVarLong(count);
        long last = 0;
        for (int i = from; i < from + count; i++) {
            body.writeSignedVarLong(table.labels()[i] - last);
            last = table.labels()[i];
        }
        return count;
    }

    private static int writeItems(ItemNode root, int from, PayloadWriter body, int maxBytes) {
        body.writeByte(ITEMS);
        ItemWriter writer = new ItemWriter(body, maxBytes);
        root.visit(0, from, root.size(), false, writer);
        // How many fit is not known before, so each item has a flag before it, and this one ends them.
        body.writeBoolean(false);
        return writer.count;
    }

    private static final class ItemWriter implements ItemNode.Visitor {
        private final PayloadWriter body;
        private final int maxBytes;
        private long lastLabel;
        private int count;

        ItemWriter(PayloadWriter body, int maxBytes) {
            this.body = body;
            this.maxBytes = maxBytes;
        }

        @Override
        public boolean visit(int index, long label, byte[] value) {
            if (count > 0 && body.size() >= maxBytes) {
                return false;
            }
            body.writeBoolean(true).writeSignedVarLong(label - lastLabel).writeBytes(value);
            lastLabel = label;
            count++;
            return true;
        }
    }
}
