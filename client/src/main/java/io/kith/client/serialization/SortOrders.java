package io.kith.client.serialization;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.Collections;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The orders of sorted sets and maps, in bytes: those that the JDK names, and comparators that are values themselves. */
@SuppressWarnings({"rawtypes", "unchecked"}) // What they compare is not known here.
final class SortOrders {
    private static final int NATURAL = 0;
    private static final int NATURAL_BY_NAME = 1;
    private static final int FALLING = 2;
    private static final int CASELESS = 3;
    private static final int REVERSED = 4;
    private static final int VALUE = 5;
    private static final int MOST_REVERSALS = 8;

    private SortOrders() {}

    /** Whether it is that of the elements themselves, rising. */
    static boolean isNatural(@Nullable Comparator order) {
        return order == null || order == Comparator.naturalOrder();
    }

    /**
     * Writes an order.
     *
     * @param values writes what is none of the JDK's own
     */
    static void write(WireOutput out, @Nullable Comparator order, Consumer<Object> values) {
        if (order == null) {
            out.writeByte(NATURAL);
        } else if (order == Comparator.naturalOrder()) {
            out.writeByte(NATURAL_BY_NAME);
        } else if (order == Collections.reverseOrder()) {
            out.writeByte(FALLING);
        } else if (order == String.CASE_INSENSITIVE_ORDER) {
            out.writeByte(CASELESS);
        } else if (isReversed(order)) {
            out.writeByte(REVERSED);
            write(out, reversed(order), values);
        } else {
            requireReadable(order);
            out.writeByte(VALUE);
            values.accept(order);
        }
    }

    /** Whether it is one of the JDK's that reverses another one. */
    static boolean isReversed(Comparator order) {
        return order.getClass().getName().equals("java.util.Collections$ReverseComparator2");
    }

    /** The other way round; of one that is reversed, what it reverses. */
    static Comparator reversed(Comparator order) {
        return Collections.reverseOrder(order);
    }

    private static void requireReadable(Comparator order) {
        Class<?> type = order.getClass();
        if (type.isHidden() || type.isSynthetic() || type.getName().startsWith("java.")) {
            throw new SerializationException(
                    "a sorted set or map is ordered by a comparator that cannot be read again ("
                            + type.getName()
                            + "): give it one that is an enum, a record or an object of an allowed class, or "
                            + "store a LinkedHashMap or LinkedHashSet, which keeps its order");
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param values reads what is none of the JDK's own
     */
    static @Nullable Comparator read(WireInput in, Supplier<@Nullable Object> values) {
        int reversals = 0;
        int code = in.readByte();
        while (code == REVERSED) {
            if (++reversals > MOST_REVERSALS) {
                throw new CorruptFrameException("an order reversed too often");
            }
            code = in.readByte();
        }
        Comparator order = one(code, values);
        for (int i = 0; i < reversals; i++) {
            order = Collections.reverseOrder(order);
        }
        return order;
    }

    private static @Nullable Comparator one(int code, Supplier<@Nullable Object> values) {
        return switch (code) {
            case NATURAL -> null;
            case NATURAL_BY_NAME -> Comparator.naturalOrder();
            case FALLING -> Collections.reverseOrder();
            case CASELESS -> String.CASE_INSENSITIVE_ORDER;
            case VALUE -> {
                Object value = values.get();
                if (!(value instanceof Comparator comparator)) {
                    throw new CorruptFrameException("an order that is no comparator");
                }
                yield comparator;
            }
            default -> throw new CorruptFrameException("an order of the unknown code " + code);
        };
    }
}
