package io.kith.client.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.kith.transport.WireOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values that others planted to keep their readers busy, and such as look like them but are meant well. */
class HostileValuesTest {
    private static final int LEVELS = 40;
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    private final Serialization serialization = Samples.serialization();

    private void refused(Object planted) {
        refused(serialization.encode(planted));
    }

    private void refused(byte[] planted) {
        assertTimeoutPreemptively(
                AT_MOST,
                () -> assertThatThrownBy(() -> serialization.decode(planted))
                        .isInstanceOf(SerializationException.class)
                        .hasMessageContaining("would take more than"));
    }

    private Object read(Object value) {
        return assertTimeoutPreemptively(AT_MOST, () -> serialization.decode(serialization.encode(value)));
    }

    /** Something that goes through Kryo, with {@code values} in it. */
    private static ArrayDeque<Object> inDeque(Object... values) {
        return new ArrayDeque<>(List.of(values));
    }

    /** Two collections a level, each of which holds both of the next level; filled top down, as that takes no hashing. */
    private static <C extends Collection<Object>> C sharing(Function<String, C> named) {
        C top = named.apply("top");
        C left = top;
        C right = named.apply("right");
        for (int level = 0; level < LEVELS; level++) {
            C nextLeft = named.apply("left" + level);
            C nextRight = named.apply("right" + level);
            left.add(nextLeft);
            left.add(nextRight);
            right.add(nextLeft);
            right.add(nextRight);
            left = nextLeft;
            right = nextRight;
        }
        return top;
    }

    private static Set<Object> set(String name) {
        return new HashSet<>(Set.of(name));
    }

    private static List<Object> list(String name) {
        return new ArrayList<>(List.of(name));
    }

    // ---- planted

    @Test
    void setsThatShareSetsAreRefusedAtOnce() {
        byte[] planted = serialization.encode(inDeque(sharing(HostileValuesTest::set)));
        assertThat(planted).hasSizeLessThan(3_000);
        refused(planted);
        long start = System.nanoTime();
        refused(planted);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void listsThatShareListsAreRefusedAsKeysAndInThemselves() {
        refused(inDeque(sharing(HostileValuesTest::list)));
        List<Object> top = list("top");
        Set<Object> ofLists = new HashSet<>(Set.of(top));
        top.addAll(sharing(HostileValuesTest::list));
        refused(inDeque(ofLists));
        List<Object> key = list("top");
        Map<Object, Object> byList = new HashMap<>(Map.of(key, "value"));
        key.addAll(sharing(HostileValuesTest::list));
        refused(inDeque(byList));
    }

    @Test
    void aCanonicalSetOfSuchObjectsIsRefused() {
        byte[] inner = serialization.encode(inDeque(sharing(HostileValuesTest::list)));
        WireOutput out = WireOutput.onHeap(64);
        out.writeByte(Tag.SET).writeVarInt(1).writeRaw(inner, 0, inner.length);
        refused(out.toByteArray());
    }

    @Test
    void manyKeysOfEqualHashesAreRefused() {
        WireOutput lists = WireOutput.onHeap(1 << 20);
        int count = 1 << 15;
        lists.writeByte(Tag.SET).writeVarInt(count);
        for (int i = 0; i < count; i++) {
            lists.writeByte(Tag.LIST).writeVarInt(15);
            for (int bit = 0; bit < 15; bit++) {
                StringCodec.write(lists, (i >>> bit & 1) == 0 ? "Aa" : "BB");
            }
        }
        refused(lists.toByteArray());

        WireOutput periods = WireOutput.onHeap(1 << 20);
        periods.writeByte(Tag.MAP).writeVarInt(count);
        for (int i = 0; i < count; i++) {
            // Its hash is the sum of its parts, turned a little.
            ScalarType.of(Period.class).write(periods, Period.of(-Integer.rotateLeft(i, 8), i, 0));
            periods.writeByte(Tag.NULL);
        }
        refused(periods.toByteArray());
    }

    @Test
    void keysOfTwoClassesAndEqualHashesAreRefused() {
        WireOutput out = WireOutput.onHeap(1 << 20);
        int count = 1 << 14;
        int hash = "Aa".repeat(14).hashCode();
        out.writeByte(Tag.SET).writeVarInt(2 * count);
        for (int i = 0; i < count; i++) {
            StringBuilder word = new StringBuilder();
            for (int bit = 0; bit < 14; bit++) {
                word.append((i >>> bit & 1) == 0 ? "Aa" : "BB");
            }
            StringCodec.write(out, word.toString());
        }
        for (long i = 0; i < count; i++) {
            ScalarType.of(Long.class).write(out, (i << 32) | (((int) i ^ hash) & 0xFFFFFFFFL));
        }
        refused(out.toByteArray());
    }

    @Test
    void keysThatFallIntoOnePlaceOfAnImmutableTableAreRefused() {
        int count = 20_000;
        refused(inDeque(
                Set.of(IntStream.range(0, count).mapToObj(i -> i * 2 * count).toArray())));
    }

    @Test
    void collectionsThatAreCopiedOrSearchedAtEachElementAreBounded() {
        List<Integer> many = IntStream.range(0, 20_000).boxed().toList();
        refused(inDeque(new CopyOnWriteArraySet<>(many)));
        List<Integer> more = IntStream.range(0, 100_000).boxed().toList();
        refused(inDeque(new CopyOnWriteArrayList<>(more)));
    }

    @Test
    void listsOfNothingThatClaimToBeLongAreRefused() {
        ArrayDeque<Object> deque = new ArrayDeque<>();
        deque.add(new byte[1_000_000]);
        List<Object> nothing = new ArrayList<>();
        for (int i = 0; i < 1_000_000; i++) {
            nothing.add(null);
        }
        for (int i = 0; i < 100; i++) {
            deque.add(new ArrayList<>(nothing));
        }
        refused(deque);
    }

    @Test
    void longDecimalsThatMustBeComparedAreRefused() {
        TreeSet<BigDecimal> sorted = new TreeSet<>();
        BigInteger digits = BigInteger.ONE.shiftLeft(2_000_000);
        sorted.add(new BigDecimal(digits, 3));
        sorted.add(new BigDecimal(BigInteger.TWO, Integer.MIN_VALUE));
        refused(inDeque(sorted));
    }

    @Test
    void whatHoldsItselfIsRefusedWhereItWouldBeHashed() {
        List<Object> itself = new ArrayList<>();
        ArrayDeque<Object> deque = new ArrayDeque<>();
        deque.add(itself);
        deque.add(new HashSet<>(Set.of(itself)));
        itself.add(itself);
        byte[] planted = serialization.encode(deque);
        assertTimeoutPreemptively(
                AT_MOST,
                () -> assertThatThrownBy(() -> serialization.decode(planted))
                        .isInstanceOf(SerializationException.class));
    }

    @Test
    void arraysInArraysThatClaimToBeLongAreRefused() {
        Object[] nested = {};
        for (int i = 0; i < 500; i++) {
            Object[] outer = new Object[4_000];
            outer[0] = nested;
            nested = outer;
        }
        // Meant well: all that it claims is there.
        assertThat(read(inDeque((Object) nested))).isInstanceOf(ArrayDeque.class);
    }

    // ---- meant well

    @Test
    void largeSetsAndMapsOfAllKindsOfKeysComeBack() {
        List<Integer> numbers = IntStream.range(0, 100_000).boxed().toList();
        assertThat(read(new HashSet<>(numbers))).isEqualTo(new HashSet<>(numbers));
        Set<Object> lists = new HashSet<>();
        Map<Object, Object> tree = new TreeMap<>();
        for (int i = 0; i < 30_000; i++) {
            lists.add(List.of("key", i, Integer.toString(i)));
            tree.put("key" + i, i);
        }
        assertThat(read(lists)).isEqualTo(lists);
        ArrayDeque<?> deque = (ArrayDeque<?>) read(inDeque(lists, tree, Set.of(1, "two", 3L), Map.of("a", 1, "b", 2)));
        assertThat(List.copyOf(deque)).isEqualTo(List.of(lists, tree, Set.of(1, "two", 3L), Map.of("a", 1, "b", 2)));
        assertThat(List.copyOf(deque).get(2)).isNotInstanceOf(HashSet.class);
    }

    @Test
    void aThousandReferencesToOneObjectComeBack() {
        List<Object> shared = new ArrayList<>(IntStream.range(0, 1_000).boxed().toList());
        ArrayDeque<Object> deque = new ArrayDeque<>();
        Map<Object, Object> map = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            deque.add(shared);
            map.put(List.of(i, shared), shared);
        }
        deque.add(map);
        ArrayDeque<?> back = (ArrayDeque<?>) read(deque);
        assertThat(back.getFirst()).isSameAs(back.stream().skip(999).findFirst().orElseThrow());
        assertThat(back.getLast()).isEqualTo(map);
    }

    @Test
    void usersObjectsMayReferToEachOtherAsTheyLike() {
        List<Samples.Node> nodes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Samples.Node node = new Samples.Node("node" + i, i);
            node.things.addAll(nodes);
            node.things.add(new HashSet<>(nodes));
            nodes.add(node);
        }
        Samples.Node last = (Samples.Node) read(nodes.get(99));
        assertThat(last.things).hasSize(100);
    }
}
