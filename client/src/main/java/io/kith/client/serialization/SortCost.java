package io.kith.client.serialization;

import java.math.BigDecimal;
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
}
