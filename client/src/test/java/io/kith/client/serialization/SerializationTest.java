package io.kith.client.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.client.serialization.Samples.Colour;
import io.kith.client.serialization.Samples.Node;
import io.kith.client.serialization.Samples.Order;
import io.kith.client.serialization.Samples.Point;
import io.kith.transport.WireOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // Users have them in their data.
class SerializationTest {
    private final Serialization serialization = Samples.serialization();

    private Object roundTrip(Object value) {
        return serialization.decode(serialization.encode(value));
    }

    @Property(tries = 500)
    void anyNestingOfJdkValuesComesBackEqual(@ForAll("values") Object value) {
        assertThat(roundTrip(value)).isEqualTo(value);
    }

    @Property(tries = 500)
    void stringsAndNumbersComeBackEqual(@ForAll String text, @ForAll long number, @ForAll int small) {
        assertThat(roundTrip(text)).isEqualTo(text);
        assertThat(roundTrip(number)).isEqualTo(number);
        assertThat(roundTrip(small)).isEqualTo(small);
    }

    @Property(tries = 300)
    void equalSetsAndMapsAreEqualBytesInWhateverOrderTheyWereFilled(@ForAll List<String> words) {
        List<String> reversed = new ArrayList<>(words);
        Collections.reverse(reversed);
        Map<String, Integer> hashed = new HashMap<>();
        Map<String, Integer> sorted = new TreeMap<>();
        Map<String, Integer> linked = new LinkedHashMap<>();
        words.forEach(word -> hashed.put(word, word.length()));
        reversed.forEach(word -> sorted.put(word, word.length()));
        reversed.forEach(word -> linked.put(word, word.length()));

        assertThat(serialization.encodeKey(new LinkedHashSet<>(words)))
                .isEqualTo(serialization.encodeKey(new TreeSet<>(reversed)));
        assertThat(serialization.encodeKey(hashed))
                .isEqualTo(serialization.encodeKey(sorted))
                .isEqualTo(serialization.encodeKey(new ConcurrentHashMap<>(linked)))
                .isEqualTo(serialization.encodeKey(Collections.unmodifiableMap(linked)));
        assertThat(serialization.encodeKey(new LinkedList<>(words)))
                .isEqualTo(serialization.encodeKey(List.copyOf(words)))
                .isEqualTo(serialization.encodeKey(new ArrayList<>(words)));
    }

    @Property(tries = 500)
    void differentValuesAreDifferentBytes(@ForAll("values") Object one, @ForAll("values") Object other) {
        assertThat(Arrays.equals(serialization.encodeKey(one), serialization.encodeKey(other)))
                .isEqualTo(one.equals(other));
    }

    @Property(tries = 1_000)
    void hostileBytesAreRefusedOrReadButNeverHarm(@ForAll byte[] bytes) {
        try {
            assertThat(serialization.decode(bytes)).isNotNull();
        } catch (SerializationException | ClassNotAllowedException e) {
            assertThat(e).hasMessageContaining(" ");
        }
    }

    @Property(tries = 500)
    void objectsWithBytesChangedAreRefusedOrReadButNeverHarm(@ForAll int position, @ForAll byte replacement) {
        Node node = new Node("name", 3);
        node.things.addAll(List.of(1, "two", new int[] {1, 2}, new HashMap<>(Map.of("a", 1)), new String[] {"x"}));
        byte[] bytes = serialization.encode(node);
        bytes[Math.floorMod(position, bytes.length)] = replacement;
        try {
            assertThat(serialization.decode(bytes)).isNotNull();
        } catch (SerializationException | ClassNotAllowedException e) {
            assertThat(e).hasMessageContaining(" ");
        }
    }

    @Example
    void everyScalarTypeComesBackEqual() {
        List<Object> values = List.of(
                (byte) -1,
                (short) -300,
                Character.MAX_VALUE,
                1.5f,
                Float.NaN,
                -0.0,
                Double.MIN_VALUE,
                new BigInteger("-123456789012345678901234567890"),
                new BigDecimal("-1.50"),
                new UUID(-1, 2),
                URI.create("https://example.org/a?b#c"),
                new java.util.Date(-5),
                Optional.empty(),
                Optional.of(List.of(1)),
                Map.entry("a", 1),
                DayOfWeek.FRIDAY,
                TimeUnit.DAYS,
                Colour.GREEN);
        for (Object value : values) {
            assertThat(roundTrip(value)).isEqualTo(value);
        }
        for (Object value : times()) {
            assertThat(roundTrip(value)).isEqualTo(value);
        }
    }

    private static List<Object> times() {
        return List.of(
                Instant.MIN,
                Instant.parse("2025-01-02T03:04:05.000000006Z"),
                LocalDate.MAX,
                LocalTime.MAX,
                LocalDateTime.MIN,
                Duration.ofSeconds(-1, 1),
                Period.of(1, -2, 3),
                Year.of(-44),
                YearMonth.of(2024, 2),
                MonthDay.of(2, 29),
                ZoneOffset.ofHours(-3),
                ZoneId.of("Europe/Berlin"),
                OffsetTime.MAX,
                OffsetDateTime.MAX,
                ZonedDateTime.of(LocalDateTime.of(2024, 10, 27, 2, 30), ZoneId.of("Europe/Berlin"))
                        .withLaterOffsetAtOverlap());
    }

    @Example
    void primitiveArraysComeBackEqual() {
        for (Object array : List.of(
                new byte[] {1, -1},
                new boolean[] {true, false},
                new short[] {-2, 300},
                new int[] {Integer.MIN_VALUE, 7},
                new long[] {Long.MAX_VALUE},
                new float[] {0.5f},
                new double[] {},
                new char[] {'x', '\uFFFF'})) {
            assertThat(roundTrip(array)).isEqualTo(array);
        }
    }

    @Example
    void stringsThatAreNotUnicodeAreToldApart() {
        assertThat(roundTrip("\uD800")).isEqualTo("\uD800");
        assertThat(serialization.encode("\uD800")).isNotEqualTo(serialization.encode("?"));
    }

    @Example
    void storedBytesAreReadByEveryVersion() {
        assertThat(hex("gossip")).isEqualTo("0a06676f73736970");
        assertThat(hex("ü")).isEqualTo("0a02c3bc");
        assertThat(hex("")).isEqualTo("0a00");
        assertThat(hex(1L)).isEqualTo("0602");
        assertThat(hex(-1)).isEqualTo("0501");
        assertThat(hex(300)).isEqualTo("05d804");
        assertThat(hex(true)).isEqualTo("02");
        assertThat(hex(1.0)).isEqualTo("083ff0000000000000");
        assertThat(hex(new byte[] {1, 2})).isEqualTo("0c020102");
        assertThat(hex(List.of(1, "a"))).isEqualTo("290205020a0161");
        assertThat(hex(new HashSet<>(List.of(3, 1, 2)))).isEqualTo("2a03050205040506");
        assertThat(hex(Map.of("b", 2L, "a", 1L))).isEqualTo("2b020a016106020a01620604");
        assertThat(hex(Instant.ofEpochSecond(1, 2))).isEqualTo("170202");
        assertThat(hex(DayOfWeek.MONDAY))
                .isEqualTo("2d" + "13" + hexOf("java.time.DayOfWeek") + "06" + hexOf("MONDAY"));
        String point = Point.class.getName();
        assertThat(hex(new Point(1, 2)))
                .isEqualTo("2e" + HexFormat.of().toHexDigits((byte) point.length()) + hexOf(point) + "02" + "0178"
                        + "0502" + "0179" + "0504");
    }

    private String hex(Object value) {
        byte[] bytes = serialization.encode(value);
        assertThat(serialization.decode(bytes)).isEqualTo(value);
        return HexFormat.of().formatHex(bytes);
    }

    private static String hexOf(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Example
    void recordsWithNestedGenericsComeBackEqual() {
        Order first = new Order("1", List.of(new Point(1, 2)), Map.of("a", Colour.RED), 7, null);
        Order second = new Order("2", List.of(), Map.of(), -1, first);
        assertThat(roundTrip(second)).isEqualTo(second);
    }

    @Example
    void aRecordThatHasGainedAndLostComponentsStillReads() {
        byte[] written = WireOutput.onHeap(64)
                .writeByte(Tag.RECORD)
                .writeString(Point.class.getName())
                .writeVarInt(2)
                .writeString("gone")
                .writeByte(Tag.ENUM)
                .writeString("com.example.NoSuchClass")
                .writeString("X")
                .writeString("x")
                .writeByte(Tag.INT)
                .writeVarLong(10)
                .toByteArray();
        assertThat(serialization.decode(written)).isEqualTo(new Point(5, 0));
    }

    @Example
    void objectsWithCyclesComeBackWithThem() {
        Node one = new Node("one", 1);
        Node two = new Node("two", 2);
        one.next = two;
        two.next = one;
        one.place = new Point(1, 2);
        one.things.addAll(times());
        one.things.addAll(List.of(
                List.of(1, 2),
                Arrays.asList(1, 2),
                Collections.unmodifiableList(new ArrayList<>(List.of("u"))),
                Collections.synchronizedMap(new HashMap<>(Map.of(1, 2))),
                Collections.emptySet(),
                Collections.singletonMap("k", "v"),
                Map.of(1, 2),
                Set.of("s"),
                EnumSet.of(Colour.RED),
                new TreeMap<>(Map.of("a", 1)),
                new TreeSet<>(Set.of(1)),
                BitSet.valueOf(new long[] {5}),
                new BigDecimal("1.5"),
                Optional.of("o"),
                Colour.GREEN,
                new UUID(1, 2),
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                'c'));

        Node read = (Node) roundTrip(one);

        assertThat(read.things).isEqualTo(one.things);
        assertThat(read).isEqualTo(one);
        assertThat(read.next.next).isSameAs(read);
        assertThat(read.next.name).isEqualTo("two");
    }

    @Example
    void dequesAndAtomicsGoThroughKryoWithoutBeingAllowed() {
        assertThat(((ArrayDeque<?>) roundTrip(new ArrayDeque<>(List.of(1, 2)))).toArray())
                .containsExactly(1, 2);
        assertThat(((AtomicInteger) roundTrip(new AtomicInteger(5))).get()).isEqualTo(5);
    }

    @Example
    void listsMayHoldNullsAndTheirSublistsAreLists() {
        assertThat(roundTrip(Arrays.asList(1, null))).isEqualTo(Arrays.asList(1, null));
        assertThat(serialization.encode(List.of(1, 2, 3).subList(0, 2))).isEqualTo(serialization.encode(List.of(1, 2)));
    }

    @Example
    void aListThatContainsItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertThatThrownBy(() -> serialization.encode(list))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("contain itself");
    }

    @Example
    void nullIsRefused() {
        assertThatThrownBy(() -> serialization.encode(null)).isInstanceOf(NullPointerException.class);
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> leaves = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(5).asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.bigDecimals().asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.of(Colour.class).asGeneric(),
                Arbitraries.chars().asGeneric(),
                Arbitraries.integers().map(x -> new Point(x, -x)).asGeneric(),
                Arbitraries.longs().map(x -> new UUID(x, ~x)).asGeneric(),
                Arbitraries.longs().map(Instant::ofEpochMilli).asGeneric());
        return Arbitraries.recursive(() -> leaves, SerializationTest::nested, 0, 2);
    }

    private static Arbitrary<Object> nested(Arbitrary<Object> inner) {
        return Arbitraries.oneOf(
                inner,
                inner.list().ofMaxSize(4).asGeneric(),
                inner.set().ofMaxSize(4).asGeneric(),
                Arbitraries.maps(inner, inner).ofMaxSize(4).asGeneric());
    }
}
