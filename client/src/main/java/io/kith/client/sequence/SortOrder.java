package io.kith.client.sequence;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Where a list's elements go when it is sorted. */
final class SortOrder {

    private SortOrder() {}

    /** The indexes of so many elements in an order that is left to chance, each as probable as any other. */
    static int[] shuffled(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** The indexes of so many elements, the last one first. */
    static int[] reversed(int count) {
        int[] order = new int[count];
        Arrays.setAll(order, index -> count - 1 - index);
        return order;
    }

    /**
     * The indexes of {@code elements} in the order in which a stable sort would put these.
     *
     * @param comparator null for the natural order
     * @throws ClassCastException if they cannot be compared
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // The natural order, if it is wanted, is the elements' promise.
    static <E> int[] of(List<E> elements, @Nullable Comparator<? super E> comparator) {
        Comparator<? super E> order = comparator == null ? (Comparator) Comparator.naturalOrder() : comparator;
        Integer[] indexes = new Integer[elements.size()];
        Arrays.setAll(indexes, index -> index);
        Arrays.sort(indexes, (one, other) -> order.compare(elements.get(one), elements.get(other)));
        int[] sorted = new int[indexes.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = indexes[i];
        }
        return sorted;
    }
}
