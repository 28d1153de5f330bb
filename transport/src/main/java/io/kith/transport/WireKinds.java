package io.kith.transport;

/**
 * The kinds of one family by their codes.
 *
 * @param <K> the family's enum of kinds
 */
public final class WireKinds<K extends Enum<K> & WireKind> {
    private static final int MAX_CODE = 127;

    private final Class<K> type;
    private final Object[] byCode = new Object[MAX_CODE + 1];

    private WireKinds(Class<K> type) {
        this.type = type;
        for (K kind : type.getEnumConstants()) {
            int code = kind.code();
            if (code < 1 || code > MAX_CODE || byCode[code] != null) {
                throw new IllegalArgumentException(
                        kind + " has the code " + code + ", which is out of range or another's");
            }
            byCode[code] = kind;
        }
    }

    /**
     * The kinds that {@code type} lists.
     *
     * @throws IllegalArgumentException if two share a code or one is out of range
     */
    public static <K extends Enum<K> & WireKind> WireKinds<K> of(Class<K> type) {
        return new WireKinds<>(type);
    }

    /**
     * Reads a kind, as one byte.
     *
     * @throws UnknownKindException if this process knows none with that code
     */
    public K read(WireInput in) {
        int code = in.readByte();
        Object kind = code <= MAX_CODE ? byCode[code] : null;
        if (kind == null) {
            throw new UnknownKindException(type.getEnclosingClass().getSimpleName() + " of the unknown kind " + code);
        }
        return type.cast(kind);
    }
}
