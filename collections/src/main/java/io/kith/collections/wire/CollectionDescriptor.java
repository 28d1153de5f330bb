package io.kith.collections.wire;

import io.kith.transport.CorruptFrameException;

/**
 * What the registry knows of a collection. The registry is the map with the incarnation {@link Incarnation#REGISTRY}; its
 * keys are the collections' names in UTF-8 and its values these, encoded. Whoever opens a name puts its descriptor if there
 * is none, and uses the one that is there.
 *
 * @param type what the name was first opened as
 * @param incarnation names this life of the collection
 * @param destroying whether it is being destroyed: who finds that finishes it before the name is used again
 * @param options what it was opened with
 */
public record CollectionDescriptor(
        CollectionType type, Incarnation incarnation, boolean destroying, CollectionOptions options) {
    private static final int OPEN = 0;
    private static final int DESTROYING = 1;

    public CollectionDescriptor {
        if (incarnation.equals(Incarnation.REGISTRY)) {
            throw new IllegalArgumentException("the incarnation " + incarnation + " is the registry's own");
        }
    }

    /** The registry's value for this descriptor. */
    public byte[] toBytes() {
        PayloadWriter out = new PayloadWriter(3 + Incarnation.BYTES).writeByte(type.code());
        incarnation.write(out);
        out.writeByte(destroying ? DESTROYING : OPEN);
        options.write(out);
        return out.toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws CorruptFrameException if it is anything else
     */
    public static CollectionDescriptor parse(byte[] bytes) {
        PayloadReader in = new PayloadReader(bytes);
        CollectionType type = CollectionType.ofCode(in.readByte());
        Incarnation incarnation = Incarnation.read(in);
        boolean destroying = in.readVarInt(DESTROYING) == DESTROYING;
        CollectionOptions options = CollectionOptions.read(in);
        in.expectEnd();
        if (incarnation.equals(Incarnation.REGISTRY)) {
            throw new CorruptFrameException("a collection has the registry's own incarnation");
        }
        return new CollectionDescriptor(type, incarnation, destroying, options);
    }
}
