package io.kith.collections.wire;

/**
 * Says in an operation which collection it is about: by its opening in the partition that is asked, which is short, or by
 * its incarnation, for who does not know the opening yet.
 *
 * @param type what the collection is taken for
 * @param incarnation the collection's
 * @param opening as the partition answered to its opening; 0: not known, the incarnation is named
 */
public record CollectionRef(CollectionType type, Incarnation incarnation, long opening) {
    public CollectionRef {
        if (opening < 0) {
            throw new IllegalArgumentException("the opening " + opening + " is negative");
        }
    }

    /** A reference that names the incarnation. */
    public static CollectionRef named(CollectionType type, Incarnation incarnation) {
        return new CollectionRef(type, incarnation, 0);
    }

    /** The same collection by its opening in some partition. */
    public CollectionRef openedAs(long newOpening) {
        return new CollectionRef(type, incarnation, newOpening);
    }

    /** What is hashed with a key to find its partition. */
    public long hash() {
        return incarnation.low();
    }

    /** Starts the bytes of an operation on this collection. */
    public PayloadWriter operation(int code, int expectedArgumentBytes) {
        PayloadWriter out = new PayloadWriter(Operations.CODE_BYTES + size() + expectedArgumentBytes)
                .writeByte(type.code())
                .writeByte(code)
                .writeVarLong(opening);
        if (opening == 0) {
            incarnation.write(out);
        }
        return out;
    }

    private int size() {
        return opening == 0 ? 1 + Incarnation.BYTES : PayloadWriter.varLongSize(opening);
    }
}
