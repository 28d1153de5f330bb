package io.kith.collections;

/** Writes the next parts of a vec's or deque's snapshot to a chunk: tables of earlier labels, items, extras. */
final class SnapshotSource {
    private final SequenceSnapshot snapshot;
    private final PayloadWriter body;
    private final int maxBytes;
    private boolean complete;

    SnapshotSource(SequenceSnapshot snapshot, PayloadWriter body, int maxBytes) {
        this.snapshot = snapshot;
        this.body = body;
        this.maxBytes = maxBytes;
    }

    /** Whether the last part was written. */
    boolean isComplete() {
        return complete;
    }

    /** Writes parts of one kind, at least one if there is one, and gives back how many are written of all. */
    long write(long parts) {
        long before = 0;
        for (EpochTable table : snapshot.tables()) {
            int length = table.labels().length;
            if (parts < before + length) {
                return parts + writeTable(table, (int) (parts - before));
            }
            before += length;
        }
        if (parts < before + snapshot.size()) {
            return parts + writeItems((int) (parts - before));
        }
        before += snapshot.size();
        int extra = (int) (parts - before);
        if (extra < snapshot.extras().size()) {
            body.writeByte(ChunkFormat.SEQUENCE_EXTRA)
                    .writeBytes(snapshot.extras().get(extra));
            return parts + 1;
        }
        body.writeByte(ChunkFormat.SEQUENCE_END);
        complete = true;
        return parts;
    }

    private int writeTable(EpochTable table, int from) {
        int room = Math.max(1, (maxBytes - body.size()) / Long.BYTES);
        int count = Math.min(table.labels().length - from, room);
        body.writeByte(ChunkFormat.SEQUENCE_TABLE)
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

    private int writeItems(int from) {
        ItemNode root = snapshot.root();
        if (root == null) {
            return 0;
        }
        body.writeByte(ChunkFormat.SEQUENCE_ITEMS);
        ItemWriter writer = new ItemWriter();
        root.visit(0, from, root.size(), false, writer);
        // How many fit is not known before, so each item has a flag before it, and this one ends them.
        body.writeBoolean(false);
        return writer.count;
    }

    private final class ItemWriter implements ItemNode.Visitor {
        private long lastLabel;
        private int count;

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
