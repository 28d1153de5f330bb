package io.kith.simulation.history;

import java.util.Comparator;
import java.util.List;

/**
 * What clients saw, in the order in which they asked. Operations that certainly had no effect are not in it.
 *
 * @param <C> the model's calls
 */
public record History<C>(List<HistoryOperation<C>> operations) {

    public History {
        operations = operations.stream()
                .sorted(Comparator.comparingLong((HistoryOperation<C> operation) -> operation.invokedNanos()))
                .toList();
    }

    /** The number of operations. */
    public int size() {
        return operations.size();
    }
}
