package io.kith.client.serialization;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What it takes to compare a key with another one. */
final class SortCost {
    /** From here on it costs more than its bytes to bring decimals to the same scale. */
    private static final long LONG_DECIMAL_BYTES = 64;

    private SortCost() {}

    static long of(@Nullable Object key, long steps) {
        return key instanceof BigDecimal && steps > LONG_DECIMAL_BYTES
                ? DecodingBudget.product(steps, steps / LONG_DECIMAL_BYTES)
                : steps;
    }

    /**
     * Pays for sorting keys that were read before.
     *
     * @throws SerializationException if it is more than is accounted for
     */
    static void payForSorting(Collection<?> keys, DecodingBudget budget) {
        long comparisons = 64L - Long.numberOfLeadingZeros(keys.size());
        for (Object key : keys) {
            long steps = 16;
            if (key instanceof String text) {
                steps += text.length();
            } else if (key instanceof BigDecimal decimal) {
                steps += decimal.unscaledValue().bitLength() / Byte.SIZE;
            } else if (key instanceof BigInteger number) {
                steps += number.bitLength() / Byte.SIZE;
            }
            budget.charge(DecodingBudget.product(comparisons, of(key, steps)));
        }
    }
}
