package io.kith.collections.wire;

import io.kith.transport.CorruptFrameException;

/** The types of remote collections. */
public enum CollectionType {
    HASH_MAP(1, "hash map"),
    HASH_SET(2, "hash set"),
    VEC(3, "vec"),
    VEC_DEQUE(4, "vec deque"),
    COUNTER(5, "counter"),
    LOCK(6, "lock");

    private final int code;
    private final String text;

    CollectionType(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The type's byte on the wire, and the first one of all its operations. */
    public int code() {
        return code;
    }

    /**
     * The type of a byte on the wire.
     *
     * @throws CorruptFrameException if there is no such type
     */
    public static CollectionType ofCode(int code) {
        for (CollectionType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new CorruptFrameException("expected a collection's type, found " + code);
    }

    /** The type's name in messages to people. */
    @Override
    public String toString() {
        return text;
    }
}
