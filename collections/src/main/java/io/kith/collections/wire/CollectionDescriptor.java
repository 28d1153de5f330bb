package io.kith.collections.wire;

/**
 * What the registry knows of a collection. The registry is the map with the id {@link #REGISTRY_ID}; its keys are the
 * collections' names in UTF-8 and its values these, encoded. Whoever opens a name puts its descriptor if there is none,
 * and uses the one that is there.
 *
 * @param type what the name was first opened as
 * @param id names the collection in operations, and where hashed its place; not 0
 */
public record CollectionDescriptor(CollectionType type, long id) {
    /** The registry's own collection id. */
    public static final long REGISTRY_ID = 0;

    public CollectionDescriptor {
        if (id == REGISTRY_ID) {
            throw new IllegalArgumentException("the collection id " + id + " is the registry's own");
        }
    }

    /** The registry's value for this descriptor. */
    public byte[] toBytes() {
        return new PayloadWriter(1 + Long.BYTES)
                .writeByte(type.code())
                .writeFixedLong(id)
                .toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws io.kith.transport.CorruptFrameException if it is anything else
     */
    public static CollectionDescriptor parse(byte[] bytes) {
        PayloadReader reader = new PayloadReader(bytes);
        CollectionDescriptor descriptor =
                new CollectionDescriptor(CollectionType.ofCode(reader.readByte()), reader.readFixedLong());
        reader.expectEnd();
        return descriptor;
    }
}
