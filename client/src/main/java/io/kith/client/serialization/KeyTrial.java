package io.kith.client.serialization;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether equal objects of a class have equal bytes, as keys must. That is tried with the first objects that are used as keys: of
 * each, a copy is made of its bytes, which must be equal to it; and copies that differ from it in one part each, of which none
 * may be equal to it, as their bytes are not. Once each part was tried, it costs nothing any more.
 */
final class KeyTrial {
    /** With so many objects at most it is tried to see each part differ. */
    static final int MOST_TRIALS = 16;

    private final BitSet tried = new BitSet();
    private int trials;
    private volatile boolean over;
    private volatile @Nullable String refusal;

    /** Whether nothing is left to be tried, and nothing was found. */
    boolean isPassed() {
        return over && refusal == null;
    }

    /**
     * Tries one object.
     *
     * @param bytes of it, or of one that differs from it in a part
     * @param copy what is read from its bytes
     * @throws SerializationException if equal objects of the class may have different bytes
     */
    synchronized void require(
            Layout layout, Object object, Function<Object, byte[]> bytes, Function<byte[], Object> copy) {
        if (refusal == null && !over && ObjectFitness.hasOwnEquals(layout.type())) {
            refusal = tryOut(layout, object, bytes, copy);
            over = tried.cardinality() == layout.parts().size() || ++trials >= MOST_TRIALS;
        } else if (refusal == null) {
            over = true;
        }
        if (refusal != null) {
            throw new SerializationException(refusal);
        }
    }

    private @Nullable String tryOut(
            Layout layout, Object object, Function<Object, byte[]> bytes, Function<byte[], Object> copying) {
        List<@Nullable Object> values = layout.valuesOf(object);
        byte[] own = bytes.apply(object);
        Object copy = copying.apply(own);
        if (!isEqual(object, copy) && values.equals(layout.valuesOf(copy))) {
            return refusal(layout, "equals looks at more than is written of it, as at transient fields");
        }
        for (int i = 0; i < values.size(); i++) {
            if (tried.get(i)) {
                continue;
            }
            Layout.Part part = layout.parts().get(i);
            for (Object variant : variants(part.type(), values.get(i))) {
                Object other = with(layout, values, i, variant);
                if (other == null) {
                    continue;
                }
                tried.set(i);
                if (isEqual(object, other) && !Arrays.equals(own, bytes.apply(other))) {
                    return refusal(
                            layout,
                            "equals takes two for equal whose " + part.name() + " differs, but what is "
                                    + "written does not");
                }
            }
        }
        return null;
    }

    private static String refusal(Layout layout, String why) {
        return "an object of " + layout.type().getName() + " is no key, and no element of a set: " + why
                + ", and keys are found by their bytes; use what equals compares as the key, or a record of it";
    }

    private static boolean isEqual(Object one, Object other) {
        try {
            return one.equals(other) || other.equals(one);
        } catch (RuntimeException e) {
            // It looked at what differs, and did not like it.
            return false;
        }
    }

    /** A copy that has another value in one part; null if there can be none. */
    private static @Nullable Object with(
            Layout layout, List<@Nullable Object> values, int place, @Nullable Object variant) {
        Map<String, @Nullable Object> byName = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            byName.put(layout.parts().get(i).name(), i == place ? variant : values.get(i));
        }
        try {
            Object other = layout.create(byName, new DecodingBudget(0));
            // A constructor may have made the same of it.
            return Objects.equals(layout.valuesOf(other).get(place), values.get(place)) ? null : other;
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Values that are not the same as a part's, some of them nearly so. */
    private static List<@Nullable Object> variants(Class<?> type, @Nullable Object value) {
        List<@Nullable Object> variants = new ArrayList<>();
        if (value instanceof String text) {
            String upper = text.toUpperCase(Locale.ROOT);
            variants.add(upper.equals(text) ? text.toLowerCase(Locale.ROOT) : upper);
            variants.add(text + " ");
            variants.add(text + "x");
        } else if (value instanceof Boolean flag) {
            variants.add(!flag);
        } else if (value instanceof Character letter) {
            variants.add((char) (letter + 1));
        } else if (value instanceof Number number) {
            addNumbers(number, variants);
        } else if (value instanceof Enum<?> constant) {
            for (Object each : constant.getDeclaringClass().getEnumConstants()) {
                if (each != constant) {
                    variants.add(each);
                }
            }
        } else if (value == null && type == String.class) {
            variants.add("x");
        }
        if (value != null && !type.isPrimitive() && variants.isEmpty()) {
            variants.add(null);
        }
        return variants;
    }

    private static void addNumbers(Number number, List<@Nullable Object> variants) {
        if (number instanceof Integer value) {
            variants.add(value + 1);
        } else if (number instanceof Long value) {
            variants.add(value + 1);
        } else if (number instanceof Short value) {
            variants.add((short) (value + 1));
        } else if (number instanceof Byte value) {
            variants.add((byte) (value + 1));
        } else if (number instanceof Double value) {
            variants.add(value == 0 ? -value : value + 1);
        } else if (number instanceof Float value) {
            variants.add(value == 0 ? -value : value + 1);
        } else if (number instanceof BigInteger value) {
            variants.add(value.add(BigInteger.ONE));
        } else if (number instanceof BigDecimal value) {
            variants.add(value.setScale(value.scale() + 1));
            variants.add(value.add(BigDecimal.ONE));
        }
    }
}
