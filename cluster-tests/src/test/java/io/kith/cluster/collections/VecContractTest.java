package io.kith.cluster.collections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.client.Kith;
import io.kith.client.RemoteVec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.RandomAccess;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** What {@code ArrayList} promises beyond what the conformance suite asks. */
@Timeout(180)
// Nulls, wrong types and the collection itself are passed to see what happens.
@SuppressWarnings({
    "NullAway",
    "CollectionIncompatibleType",
    "CollectionToArraySafeParameter",
    "EqualsIncompatibleType",
    "ModifyingCollectionWithItself"
})
class VecContractTest {
    private static LocalCluster cluster;
    private static Kith kith;

    private RemoteVec<Integer> vec;

    @BeforeAll
    static void start() {
        cluster = LocalCluster.of(3, 8);
        kith = cluster.client();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @BeforeEach
    void open(TestInfo test) {
        vec = kith.vec("vec of " + test.getDisplayName());
        vec.addAll(List.of(0, 1, 2, 3, 4));
    }

    @Test
    void indexesOutOfBoundsAreToldOfAndChangeNothing() {
        for (List<Integer> list :
                List.of(vec, vec.subList(0, 5), vec.subList(0, 5).subList(0, 5))) {
            for (int index : new int[] {-1, 5, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                assertOutOfBounds(() -> list.get(index));
                assertOutOfBounds(() -> list.set(index, 9));
                assertOutOfBounds(() -> list.remove(index));
            }
            for (int index : new int[] {-1, 6, Integer.MIN_VALUE}) {
                assertOutOfBounds(() -> list.add(index, 9));
                assertOutOfBounds(() -> list.addAll(index, List.of(9)));
                assertOutOfBounds(() -> list.addAll(index, List.of()));
                assertOutOfBounds(() -> list.listIterator(index));
            }
            assertOutOfBounds(() -> list.subList(-1, 2));
            assertOutOfBounds(() -> list.subList(0, 6));
            assertThatIllegalArgumentException().isThrownBy(() -> list.subList(3, 2));
        }
        assertThat(vec).containsExactly(0, 1, 2, 3, 4);
    }

    private static void assertOutOfBounds(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageMatching(".*[0-9].*");
    }

    @Test
    void nullsAreRefusedWhereverOneCouldGetIn() {
        for (List<Integer> list : List.of(vec, vec.subList(1, 4))) {
            assertThatNullPointerException().isThrownBy(() -> list.add(null));
            assertThatNullPointerException().isThrownBy(() -> list.add(0, null));
            assertThatNullPointerException().isThrownBy(() -> list.set(0, null));
            assertThatNullPointerException().isThrownBy(() -> list.addAll(null));
            assertThatNullPointerException().isThrownBy(() -> list.addAll(0, null));
            assertThatNullPointerException().isThrownBy(() -> list.addAll(Arrays.asList(1, null)));
            assertThatNullPointerException().isThrownBy(() -> list.removeAll(null));
            assertThatNullPointerException().isThrownBy(() -> list.retainAll(null));
            assertThatNullPointerException().isThrownBy(() -> list.removeIf(null));
            assertThatNullPointerException().isThrownBy(() -> list.replaceAll(null));
            assertThatNullPointerException().isThrownBy(() -> list.replaceAll(element -> null));
            assertThatNullPointerException().isThrownBy(() -> list.forEach(null));
            assertThatNullPointerException().isThrownBy(() -> list.toArray((Object[]) null));
            assertThatNullPointerException()
                    .isThrownBy(() -> list.listIterator().add(null));
            assertThat(list.contains(null)).isFalse();
            assertThat(list.indexOf(null)).isEqualTo(-1);
            assertThat(list.lastIndexOf(null)).isEqualTo(-1);
            assertThat(list.remove(null)).isFalse();
        }
        assertThat(vec).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void listIteratorsKnowWhatMayBeChanged() {
        for (List<Integer> list : List.of(vec, vec.subList(0, 5))) {
            ListIterator<Integer> each = list.listIterator();
            assertThatIllegalStateException().isThrownBy(each::remove);
            assertThatIllegalStateException().isThrownBy(() -> each.set(9));
            assertThatThrownBy(each::previous).isInstanceOf(NoSuchElementException.class);
            assertThat(each.next()).isZero();
            each.set(10);
            each.set(11);
            each.add(12);
            assertThatIllegalStateException().isThrownBy(() -> each.set(9));
            assertThatIllegalStateException().isThrownBy(each::remove);
            assertThat(each.nextIndex()).isEqualTo(2);
            assertThat(each.previous()).isEqualTo(12);
            each.remove();
            assertThatIllegalStateException().isThrownBy(each::remove);
            assertThat(each.previous()).isEqualTo(11);
            each.set(0);
            assertThat(each.hasPrevious()).isFalse();
            assertThat(each.previousIndex()).isEqualTo(-1);
            ListIterator<Integer> end = list.listIterator(5);
            assertThatThrownBy(end::next).isInstanceOf(NoSuchElementException.class);
            assertThat(end.previous()).isEqualTo(4);
            assertThat(list).containsExactly(0, 1, 2, 3, 4);
        }
        Iterator<Integer> plain = vec.iterator();
        plain.forEachRemaining(element -> {});
        plain.remove();
        assertThat(vec).containsExactly(0, 1, 2, 3);
    }

    @Test
    void sublistsOfSublistsChangeTheirParentsToo() {
        List<Integer> outer = vec.subList(1, 5);
        List<Integer> inner = outer.subList(1, 3);
        assertThat(inner).isInstanceOf(RandomAccess.class).containsExactly(2, 3);
        inner.add(9);
        inner.addAll(0, List.of(7, 8));
        assertThat(inner).containsExactly(7, 8, 2, 3, 9);
        assertThat(outer).containsExactly(1, 7, 8, 2, 3, 9, 4);
        inner.listIterator(5).add(10);
        assertThat(inner.remove((Integer) 8)).isTrue();
        assertThat(inner.remove(0)).isEqualTo(7);
        inner.sort(Comparator.reverseOrder());
        assertThat(outer).containsExactly(1, 10, 9, 3, 2, 4);
        assertThat(inner.removeIf(element -> element > 5)).isTrue();
        inner.replaceAll(element -> -element);
        assertThat(vec).containsExactly(0, 1, -3, -2, 4);
        assertThat(inner.indexOf(-2)).isEqualTo(1);
        assertThat(inner.indexOf(4)).isEqualTo(-1);
        assertThat(inner.toString()).isEqualTo("[-3, -2]");
        assertThat(inner).isEqualTo(List.of(-3, -2)).hasSameHashCodeAs(List.of(-3, -2));
        inner.clear();
        assertThat(outer).containsExactly(1, 4);
        assertThat(vec).containsExactly(0, 1, 4);
    }

    @Test
    void itEqualsEveryListOfTheSameElements() {
        List<Integer> model = List.of(0, 1, 2, 3, 4);
        assertThat(vec).isEqualTo(model).hasSameHashCodeAs(model);
        assertThat(model).isEqualTo(vec);
        assertThat(vec.equals(model.subList(0, 4))).isFalse();
        assertThat(vec.toString()).isEqualTo(model.toString());
        assertThat(vec.toArray(new Integer[7])).containsExactly(0, 1, 2, 3, 4, null, null);
        assertThat(vec.toArray(Integer[]::new)).containsExactly(0, 1, 2, 3, 4);
        assertThatThrownBy(() -> vec.toArray(new String[0])).isInstanceOf(ArrayStoreException.class);
        assertThat(vec.addAll(vec)).isTrue();
        assertThat(vec).hasSize(10);
    }

    @Test
    void theJdksAlgorithmsWorkOnIt() {
        List<Integer> model = new ArrayList<>(vec);
        for (List<Integer> list : List.of(vec, model)) {
            Collections.shuffle(list, new Random(5));
            Collections.swap(list, 0, 3);
            Collections.rotate(list, 2);
            Collections.reverse(list.subList(1, 4));
        }
        assertThat(vec).isEqualTo(model);
        Collections.sort(vec);
        assertThat(Collections.binarySearch(vec, 3)).isEqualTo(3);
        assertThat(vec.stream().map(String::valueOf).collect(Collectors.joining()))
                .isEqualTo("01234");
        assertThat(vec.parallelStream().mapToInt(element -> element).sum()).isEqualTo(10);
        assertThat(Collections.max(vec)).isEqualTo(4);
        assertThat(Collections.frequency(vec, 2)).isEqualTo(1);
    }

    @Test
    void theAsynchronousViewHasTheRest() throws Exception {
        vec.clear();
        vec.addAll(IntStream.range(0, 3_000).boxed().toList());
        List<Integer> model = new ArrayList<>(IntStream.range(0, 3_000).boxed().toList());
        vec.async().addAll(10, List.of(-1, -2)).get();
        model.addAll(10, List.of(-1, -2));
        assertThat(vec.async().removeIf(element -> element % 3 == 0).get()).isTrue();
        model.removeIf(element -> element % 3 == 0);
        vec.async().replaceAll(element -> element * 7 % 1_000).get();
        model.replaceAll(element -> element * 7 % 1_000);
        vec.async().sort(null).get();
        model.sort(null);
        assertThat(new ArrayList<>(vec)).isEqualTo(model);
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        vec.async().forEach(seen::add).get();
        assertThat(seen).isEqualTo(model);
        assertThatThrownBy(() -> vec.async().addAll(100_000, List.of(1)).get())
                .hasCauseInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> vec.async()
                        .replaceAll(element -> {
                            throw new ArithmeticException("the user's");
                        })
                        .get())
                .hasCauseInstanceOf(ArithmeticException.class);
    }
}
