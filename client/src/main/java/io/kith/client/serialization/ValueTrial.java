package io.kith.client.serialization;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether a record's constructor makes the same record of its components: that is tried with the first one of each class that is
 * written, in memory. What would come back changed, or not at all, is refused.
 */
final class ValueTrial {
    private volatile boolean passed;

    boolean isPassed() {
        return passed;
    }

    /**
     * Tries one record.
     *
     * @param bytes what a record is written to
     * @throws SerializationException if it would not come back as it is
     */
    void require(RecordLayout layout, Object record, Function<Object, byte[]> bytes) {
        List<@Nullable Object> values = layout.valuesOf(record);
        Map<String, @Nullable Object> byName = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            byName.put(layout.parts().get(i).name(), values.get(i));
        }
        Object copy;
        try {
            copy = layout.create(byName, new DecodingBudget(0));
        } catch (SerializationException e) {
            throw new SerializationException(
                    "record " + layout.type().getName() + " could not be read again: " + e.getMessage(), e);
        }
        if (!Arrays.equals(bytes.apply(record), bytes.apply(copy))) {
            throw new SerializationException(
                    "record " + layout.type().getName() + " would not come back as it is: its constructor, or "
                            + "an accessor, makes something else of the components that it is given");
        }
        passed = true;
    }
}
