package io.kith.client.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.FileNotFoundException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written as a value comes back as it was, or is refused by name when it is written. */
@SuppressWarnings({
    "ArrayRecordComponent",
    "ClassCanBeStatic",
    "IdentityHashMapUsage",
    "JavaUtilDate",
    "JdkObsolete",
    "UnusedMethod",
    "UnusedVariable"
}) // Users have them in their data.
class ValuesComeBackTest {
    private final Serialization serialization = new Serialization(
            new AllowedClasses(Set.of(ValuesComeBackTest.class.getName()), Set.of()),
            ValuesComeBackTest.class.getClassLoader(),
            null);

    private Object roundTrip(Object value) {
        return serialization.decode(serialization.encode(value));
    }

    private void assertRefused(Object value, String... words) {
        assertThatThrownBy(() -> serialization.encode(value))
                .isInstanceOfAny(SerializationException.class, ClassNotAllowedException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    // ---- order

    private static final List<String> WORDS = List.of("zebra", "b", "apple", "aa");

    private static Map<String, Integer> filled(Map<String, Integer> map) {
        WORDS.forEach(word -> map.put(word, word.length()));
        return map;
    }

    enum ByLength implements Comparator<String> {
        SHORT_FIRST;

        @Override
        public int compare(String one, String other) {
            return Comparator.comparingInt(String::length)
                    .thenComparing(Comparator.naturalOrder())
                    .compare(one, other);
        }
    }

    record Reverse(int salt) implements Comparator<String> {
        @Override
        public int compare(String one, String other) {
            return other.compareTo(one);
        }
    }

    @Test
    void setsAndMapsKeepTheirOrderAsValues() {
        for (Map<String, Integer> map : List.<Map<String, Integer>>of(
                filled(new LinkedHashMap<>()),
                Collections.unmodifiableMap(filled(new LinkedHashMap<>())),
                Collections.synchronizedMap(filled(new LinkedHashMap<>())),
                filled(new TreeMap<>(Comparator.reverseOrder())),
                filled(new TreeMap<>(Collections.reverseOrder(String.CASE_INSENSITIVE_ORDER))),
                filled(new TreeMap<>(ByLength.SHORT_FIRST)),
                filled(new TreeMap<>(new Reverse(3))),
                filled(new ConcurrentSkipListMap<>(Comparator.reverseOrder())))) {
            Map<?, ?> read = (Map<?, ?>) roundTrip(map);
            assertThat(read).isEqualTo(map);
            assertThat(List.copyOf(read.keySet())).as(map.getClass().getName()).isEqualTo(List.copyOf(map.keySet()));
            Set<String> keys = new LinkedHashSet<>(map.keySet());
            assertThat(List.copyOf((Set<?>) roundTrip(keys))).isEqualTo(List.copyOf(keys));
            assertThat(List.copyOf((Set<?>) roundTrip(map.keySet()))).isEqualTo(List.copyOf(keys));
        }
        TreeSet<String> set = new TreeSet<>(ByLength.SHORT_FIRST);
        set.addAll(WORDS);
        TreeSet<?> read = (TreeSet<?>) roundTrip(set);
        assertThat(read.comparator()).isEqualTo(ByLength.SHORT_FIRST);
        assertThat(List.copyOf(read)).isEqualTo(List.copyOf(set));
    }

    @Test
    void orderIsKeptWithinOtherValuesToo() {
        Object nested = List.of(Map.of("k", new Holder(filled(new LinkedHashMap<>()))));
        Holder read = (Holder) ((Map<?, ?>) ((List<?>) roundTrip(nested)).get(0)).get("k");
        assertThat(List.copyOf(read.map().keySet())).isEqualTo(WORDS);
    }

    record Holder(Map<String, Integer> map) {}

    @Test
    void aComparatorThatCannotBeReadAgainIsRefused() {
        TreeSet<String> set = new TreeSet<>(Comparator.comparing(String::length));
        set.addAll(WORDS);
        assertRefused(set, "comparator", "LinkedHash");
    }

    // ---- as declared

    @Test
    void theJdksCollectionsComeBackAsThemselves() {
        Hashtable<String, Integer> hashtable = new Hashtable<>(filled(new HashMap<>()));
        Properties properties = new Properties();
        properties.setProperty("a", "1");
        Stack<Integer> stack = new Stack<>();
        stack.addAll(List.of(3, 1));
        Set<String> concurrent = ConcurrentHashMap.newKeySet();
        concurrent.addAll(WORDS);
        for (Object value : List.of(
                new LinkedList<>(WORDS),
                new Vector<>(WORDS),
                stack,
                new CopyOnWriteArrayList<>(WORDS),
                new CopyOnWriteArraySet<>(WORDS),
                new TreeSet<>(WORDS),
                new ConcurrentSkipListSet<>(WORDS),
                new ConcurrentSkipListMap<>(filled(new HashMap<>())),
                new ConcurrentHashMap<>(filled(new HashMap<>())),
                new TreeMap<>(filled(new HashMap<>())),
                hashtable,
                properties,
                concurrent,
                EnumSet.of(TimeUnit.DAYS),
                EnumSet.noneOf(TimeUnit.class),
                new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
                new EnumMap<>(TimeUnit.class),
                new AbstractMap.SimpleEntry<>("a", 1),
                new ArrayList<>(WORDS),
                new LinkedHashMap<>(filled(new HashMap<>())),
                new LinkedHashSet<>(WORDS))) {
            assertThat(roundTrip(value)).isEqualTo(value).isInstanceOf(value.getClass());
        }
        assertThat(roundTrip(Collections.unmodifiableSortedSet(new TreeSet<>(WORDS))))
                .isInstanceOf(SortedSet.class);
        assertThat(roundTrip(new TreeMap<>(filled(new HashMap<>())).headMap("c")))
                .isInstanceOf(NavigableMap.class);
        assertThat(roundTrip(filled(new HashMap<>()).values())).isInstanceOf(Collection.class);
        EnumMap<TimeUnit, Integer> empty = new EnumMap<>(TimeUnit.class);
        @SuppressWarnings("unchecked")
        EnumMap<TimeUnit, Integer> read = (EnumMap<TimeUnit, Integer>) roundTrip(empty);
        read.put(TimeUnit.DAYS, 1);
    }

    record Declared(
            SortedSet<String> sorted,
            EnumMap<TimeUnit, Integer> units,
            EnumSet<TimeUnit> unitSet,
            LinkedList<String> linked,
            ConcurrentHashMap<String, Integer> concurrent,
            ArrayDeque<Integer> deque,
            SortedMap<String, Integer> map) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Declared that
                    && sorted.equals(that.sorted)
                    && units.equals(that.units)
                    && unitSet.equals(that.unitSet)
                    && linked.equals(that.linked)
                    && concurrent.equals(that.concurrent)
                    && map.equals(that.map)
                    && List.copyOf(deque).equals(List.copyOf(that.deque));
        }

        @Override
        public int hashCode() {
            return sorted.hashCode();
        }
    }

    @Test
    void componentsOfRecordsAreWhatTheyAreDeclaredToBe() {
        Declared value = new Declared(
                new TreeSet<>(WORDS),
                new EnumMap<>(TimeUnit.class),
                EnumSet.allOf(TimeUnit.class),
                new LinkedList<>(WORDS),
                new ConcurrentHashMap<>(filled(new HashMap<>())),
                new ArrayDeque<>(List.of(1)),
                Collections.unmodifiableSortedMap(new TreeMap<>(filled(new HashMap<>()))));
        assertThat(roundTrip(value)).isEqualTo(value);
    }

    record SortedKey(SortedSet<String> sorted, EnumMap<TimeUnit, Integer> units, LinkedList<String> linked) {}

    @Test
    void componentsOfKeysAreToo() {
        SortedKey key = new SortedKey(new TreeSet<>(WORDS), new EnumMap<>(TimeUnit.class), new LinkedList<>(WORDS));
        assertThat(serialization.decode(serialization.encodeKey(key))).isEqualTo(key);
    }

    static final class HoldsSorted {
        SortedSet<String> sorted = Collections.unmodifiableSortedSet(new TreeSet<String>(Comparator.reverseOrder()));
        SortedMap<String, Integer> map = Collections.synchronizedSortedMap(new TreeMap<String, Integer>());
        EnumMap<TimeUnit, Integer> units = new EnumMap<>(TimeUnit.class);
    }

    @Test
    void fieldsOfObjectsAreToo() {
        HoldsSorted value = new HoldsSorted();
        value.map.put("a", 1);
        value.units.put(TimeUnit.DAYS, 7);
        HoldsSorted read = (HoldsSorted) roundTrip(value);
        assertThat(read.map).isEqualTo(value.map);
        assertThat(read.units).isEqualTo(value.units);
        assertThat(read.sorted.comparator()).isEqualTo(Comparator.reverseOrder());
    }

    @Test
    void whatWouldComeBackAsAnotherClassIsRefused() {
        assertRefused(new IdentityHashMap<>(Map.of("a", 1)), "java.util.IdentityHashMap");
        assertRefused(new WeakHashMap<>(Map.of("a", 1)), "java.util.WeakHashMap");
        Properties defaults = new Properties();
        defaults.setProperty("a", "1");
        assertRefused(new Properties(defaults), "defaults");
        Set<String> byIdentity = Collections.newSetFromMap(new IdentityHashMap<>());
        byIdentity.addAll(List.of(new String("a"), new String("a")));
        assertRefused(byIdentity, "identity");
    }

    // ---- contents

    @Test
    void aTimestampKeepsItsNanoseconds() {
        Timestamp timestamp = new Timestamp(-5);
        timestamp.setNanos(123_456_789);
        assertThat(roundTrip(timestamp)).isEqualTo(timestamp);
        assertThat(((List<?>) roundTrip(new ArrayList<>(List.of(timestamp)))).get(0))
                .isEqualTo(timestamp);
        assertThat(roundTrip(new java.sql.Date(5)))
                .isEqualTo(new java.sql.Date(5))
                .isInstanceOf(java.sql.Date.class);
        assertThat(roundTrip(new java.sql.Time(5))).isEqualTo(new java.sql.Time(5));
    }

    @Test
    void commonTypesOfTheJdkHaveCodecs() throws Exception {
        for (Object value : List.of(
                new File("a/b"),
                Path.of("a", "b"),
                InetAddress.getByAddress("host", new byte[] {10, 0, 0, 1}),
                InetAddress.getByAddress(new byte[16]),
                InetSocketAddress.createUnresolved("host", 7400),
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), 7400),
                StandardCharsets.UTF_8,
                TimeZone.getTimeZone("Europe/Berlin"),
                URI.create("a:b"))) {
            assertThat(roundTrip(value)).isEqualTo(value);
            assertThat(roundTrip(new Wrapping(value))).isEqualTo(new Wrapping(value));
        }
        Pattern pattern = (Pattern) roundTrip(Pattern.compile("a+", Pattern.CASE_INSENSITIVE));
        assertThat(pattern.pattern()).isEqualTo("a+");
        assertThat(pattern.flags()).isEqualTo(Pattern.CASE_INSENSITIVE);
    }

    static final class Wrapping {
        private final Object value;

        Wrapping(Object value) {
            this.value = value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Wrapping that && value.equals(that.value);
        }

        @Override
        public int hashCode() {
            return value.hashCode();
        }
    }

    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(String message) {
            super(message);
        }
    }

    static final class Coded extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;

        Coded(int code) {
            super("code");
            this.code = code;
        }
    }

    @Test
    void exceptionsComeBackWithTheirStack() {
        Exception cause = new FileNotFoundException("a file");
        for (RuntimeException thrown :
                List.of(new IllegalStateException("state", cause), new Failed("failed"), new NullPointerException())) {
            thrown.addSuppressed(new Failed("too"));
            Throwable read = (Throwable) roundTrip(thrown);
            assertThat(read).isExactlyInstanceOf(thrown.getClass()).hasMessage(thrown.getMessage());
            assertThat(read.getStackTrace()).isEqualTo(thrown.getStackTrace());
            assertThat(read.getSuppressed()[0]).hasMessage("too");
        }
        assertThat(((Throwable) roundTrip(new IllegalStateException(cause))).getCause())
                .hasMessage("a file");
        assertRefused(new Coded(3), "Coded", "code");
    }

    @Test
    void theRefusalOfAClassOfTheJdkDoesNotAdviseWhatDoesNotHelp() {
        for (Object value :
                List.of(new Thread(), new java.util.Random(), new java.util.concurrent.locks.ReentrantLock())) {
            assertThatThrownBy(() -> serialization.encode(value))
                    .isInstanceOf(ClassNotAllowedException.class)
                    .hasMessageContaining(value.getClass().getName())
                    .message()
                    .doesNotContain("ClientOptions.allow(");
        }
    }

    static final class WithLambda {
        private final Supplier<String> supplier;

        WithLambda(Supplier<String> supplier) {
            this.supplier = supplier;
        }
    }

    record RecordOfLambda(Supplier<String> supplier) {}

    private final class Inner {
        private String text = "";
    }

    static final class Named extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
        private String name = "";
    }

    static final class Singleton {
        static final Singleton ONE = new Singleton();

        private Object readResolve() {
            return ONE;
        }
    }

    static final class TransientCache {
        private final String text;
        private final transient Map<String, String> cache = new HashMap<>();

        TransientCache(String text) {
            this.text = text;
        }
    }

    static final class FilledCache {
        private final String text;
        private transient Map<String, String> cache = new HashMap<>();

        FilledCache(String text) {
            this.text = text;
        }
    }

    static final class TransientEquality {
        private final String text;
        private transient int secret;

        TransientEquality(String text, int secret) {
            this.text = text;
            this.secret = secret;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof TransientEquality that && text.equals(that.text) && secret == that.secret;
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    static final class GoodCache {
        private String text = "";
        private final transient Map<String, String> cache = new HashMap<>();
    }

    @Test
    void whatWouldLoseSomethingIsRefusedByNameWhenItIsWritten() {
        String captured = "a" + WORDS.size();
        assertRefused(new WithLambda(() -> captured), "lambda");
        assertRefused(new RecordOfLambda(() -> captured), "lambda");
        assertRefused(new Inner(), "Inner", "this$0");
        assertRefused(new Named(), "Named", "field name");
        assertRefused(new Wrapping(new Named()), "Named", "field name");
        assertRefused(Singleton.ONE, "Singleton", "readResolve");
        assertRefused(new TransientCache("a"), "TransientCache", "cache");
        assertRefused(new FilledCache("a"), "FilledCache", "cache");
        assertRefused(new TransientEquality("a", 5), "TransientEquality", "not equal");
        GoodCache good = (GoodCache) roundTrip(new GoodCache());
        assertThat(good.cache).isEmpty();
    }

    record Counting(int count) {
        Counting {
            count++;
        }
    }

    record Positive(int number) {
        Positive {
            if (number < 1) {
                throw new IllegalArgumentException("not positive");
            }
        }

        @Override
        public int number() {
            return number - 1;
        }
    }

    record Copying(List<String> words, byte[] bytes) {
        Copying {
            words = List.copyOf(words);
            bytes = bytes.clone();
        }
    }

    @Test
    void recordsThatMakeSomethingElseOfTheirComponentsAreRefused() {
        assertRefused(new Counting(1), "Counting", "constructor");
        assertRefused(List.of(new Counting(1)), "Counting", "constructor");
        assertRefused(new Positive(1), "Positive");
        Copying read = (Copying) roundTrip(new Copying(List.of("a"), new byte[] {1}));
        assertThat(read.words()).containsExactly("a");
    }

    @Test
    void localesAndSkipListsInObjectsKeepAllOfThem() {
        for (java.util.Locale locale : List.of(
                java.util.Locale.ROOT,
                java.util.Locale.GERMANY,
                java.util.Locale.forLanguageTag("zh-Hant-TW"),
                java.util.Locale.forLanguageTag("de-DE-u-co-phonebk"),
                new java.util.Locale("ja", "JP", "JP"),
                new java.util.Locale("de", "DE", "a b"))) {
            assertThat(roundTrip(locale)).isEqualTo(locale);
            assertThat(roundTrip(new Wrapping(locale))).isEqualTo(new Wrapping(locale));
        }
        ConcurrentSkipListSet<String> falling = new ConcurrentSkipListSet<>(Comparator.<String>reverseOrder());
        falling.addAll(WORDS);
        Wrapping read = (Wrapping) roundTrip(new Wrapping(falling));
        assertThat(List.copyOf((Set<?>) read.value)).isEqualTo(List.copyOf(falling));
    }

    @Test
    void aRefusedClassIsRefusedEachTime() {
        for (int i = 0; i < 3; i++) {
            assertRefused(new TransientEquality("a", 5), "TransientEquality");
            assertRefused(Singleton.ONE, "Singleton");
        }
    }
}
