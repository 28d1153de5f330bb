package io.kith.client.serialization;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How to take an object apart into named parts, and to put it together again. */
sealed interface Layout permits RecordLayout, FieldLayout {

    Class<?> type();

    /** The parts, in the order of their names. */
    List<? extends Part> parts();

    /** The values of {@code object}'s parts, in the order of {@link #parts}. */
    List<@Nullable Object> valuesOf(Object object);

    /**
     * Makes an object; parts that {@code values} does not name are null, zero or false.
     *
     * @param budget pays for what is sorted on the way
     */
    Object create(Map<String, @Nullable Object> values, DecodingBudget budget);

    /** What was found about such objects as keys. */
    KeyTrial keyTrial();

    default boolean has(String name) {
        for (Part part : parts()) {
            if (part.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** One part. */
    interface Part {
        String name();

        /** What it is declared to be. */
        Class<?> type();
    }
}
