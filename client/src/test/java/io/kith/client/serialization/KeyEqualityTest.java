package io.kith.client.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Equal objects are one key, or none. */
@SuppressWarnings({"ArrayRecordComponent", "JdkObsolete", "UnusedVariable"}) // Users have them in their data.
class KeyEqualityTest {
    private final Serialization serialization = new Serialization(
            new AllowedClasses(Set.of(KeyEqualityTest.class.getName()), Set.of()),
            KeyEqualityTest.class.getClassLoader(),
            null);

    private void assertOneKey(Object one, Object other) {
        assertThat(one).isEqualTo(other);
        byte[] bytes = serialization.encodeKey(one);
        assertThat(bytes).isEqualTo(serialization.encodeKey(other));
        assertThat(serialization.decode(bytes)).isEqualTo(one);
    }

    private void assertNoKey(Object key, String... words) {
        assertThatThrownBy(() -> serialization.encodeKey(key))
                .isInstanceOf(SerializationException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    static final class Person {
        private final String first;
        private final String last;
        Set<String> tags = new HashSet<>();
        Person friend;

        Person(String first, String last) {
            this.first = first;
            this.last = last;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Person that
                    && first.equals(that.first)
                    && last.equals(that.last)
                    && tags.equals(that.tags)
                    && Objects.equals(friend, that.friend);
        }

        @Override
        public int hashCode() {
            return first.hashCode();
        }
    }

    @Test
    @SuppressWarnings("StringOperationCanBeSimplified") // Two strings are what this is about.
    void objectsThatShareDifferentlyAreOneKey() {
        Person shared = new Person("ann", "ann");
        Person separate = new Person(new String("ann"), new String("ann"));
        for (int i = 0; i < 100; i++) {
            shared.tags.add("t" + i);
            separate.tags.add("t" + (99 - i));
        }
        separate.tags = new LinkedHashSet<>(separate.tags);
        assertOneKey(shared, separate);
        shared.friend = new Person("bob", "b");
        separate.friend = new Person("bob", "b");
        separate.friend.tags = Set.of();
        assertOneKey(shared, separate);
        assertOneKey(List.of(shared, shared), List.of(shared, separate));
    }

    @Test
    void anObjectThatHoldsItselfIsNoKey() {
        Person one = new Person("a", "b");
        one.friend = one;
        assertThatThrownBy(() -> serialization.encodeKey(one)).isInstanceOf(SerializationException.class);
    }

    @Test
    void equalUrisAreOneKey() {
        assertOneKey(URI.create("HTTP://Example.ORG:80/a%2fb?x#y"), URI.create("http://example.org:80/a%2Fb?x#y"));
        assertOneKey(URI.create("file:///a"), URI.create("file:/a"));
        assertOneKey(URI.create("MAILTO:a@b"), URI.create("mailto:a@b"));
        for (String each :
                List.of("a", "", "/x", "//h", "file:////x", "x://[::1]:1/", "a://u_u/", "?q", "#f", "http://u@h/")) {
            URI uri = URI.create(each);
            assertThat(serialization.decode(serialization.encodeKey(uri))).isEqualTo(uri);
        }
        assertThat(serialization.encodeKey(URI.create("http://a/B")))
                .isNotEqualTo(serialization.encodeKey(URI.create("http://a/b")));
        assertThat(((URI) serialization.decode(serialization.encode(URI.create("http://A/")))).getHost())
                .isEqualTo("A");
    }

    @Test
    void theJdksOtherTypesAreKeys() {
        assertOneKey(Path.of("a", "b"), Path.of("a/b"));
        assertOneKey(new File("a"), new File("a"));
        assertOneKey(StandardCharsets.UTF_8, Charset.forName("utf8"));
        assertOneKey(TimeZone.getTimeZone("Europe/Berlin"), TimeZone.getTimeZone("Europe/Berlin"));
        assertOneKey(new FileKey(Path.of("a")), new FileKey(Path.of("a")));
    }

    record FileKey(Path path) {}

    @Test
    void equalAddressesAreOneKey() throws Exception {
        byte[] bytes = {10, 0, 0, 1};
        InetAddress named = InetAddress.getByAddress("host", bytes);
        InetAddress bare = InetAddress.getByAddress(bytes);
        assertOneKey(named, bare);
        assertOneKey(new InetSocketAddress(named, 7400), new InetSocketAddress(bare, 7400));
        assertOneKey(InetSocketAddress.createUnresolved("Host", 1), InetSocketAddress.createUnresolved("host", 1));
        assertOneKey(List.of(named), List.of(bare));
    }

    @Test
    void equalCollectionsAreOneKeyOfWhateverClassesTheyAre() {
        List<String> words = List.of("zebra", "b", "apple");
        assertOneKey(new LinkedList<>(words), words);
        assertOneKey(new LinkedHashSet<>(words), new TreeSet<>(words));
        Map<String, Integer> linked = new LinkedHashMap<>();
        words.forEach(word -> linked.put(word, 1));
        assertOneKey(linked, new TreeMap<>(linked));
        assertOneKey(Collections.unmodifiableMap(linked), new HashMap<>(linked));
        assertOneKey(Map.entry("a", 1), new java.util.AbstractMap.SimpleEntry<>("a", 1));
    }

    @Test
    void whatWouldComeBackAsAnotherClassIsNotStoredAsAKey() {
        assertThatThrownBy(() -> Serialization.requireKeyComesBack(new TreeSet<>(Set.of("a"))))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("java.util.TreeSet");
        assertThatThrownBy(() -> Serialization.requireKeyComesBack(new LinkedList<>()))
                .isInstanceOf(SerializationException.class);
        Serialization.requireKeyComesBack(List.of());
        Serialization.requireKeyComesBack(new LinkedHashSet<>());
    }

    @Test
    void whatIsComparedInAnotherWayIsNoKey() {
        TreeSet<String> caseless = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        caseless.add("a");
        assertNoKey(caseless, "comparator");
        assertNoKey(new TreeMap<>(Comparator.<String>reverseOrder()), "comparator");
        assertNoKey(new String[] {"a"}, "identity");
        assertNoKey(new ArrayDeque<>(List.of(1)), "identity");
        assertNoKey(new java.sql.Date(5), "java.sql.Date");
    }

    record Caseless(String name) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Caseless that && name.equalsIgnoreCase(that.name);
        }

        @Override
        public int hashCode() {
            return name.toLowerCase(java.util.Locale.ROOT).hashCode();
        }
    }

    record ById(int id, String name) {
        @Override
        public boolean equals(Object other) {
            return other instanceof ById that && id == that.id;
        }

        @Override
        public int hashCode() {
            return id;
        }
    }

    record ByAmount(BigDecimal amount) {
        @Override
        public boolean equals(Object other) {
            return other instanceof ByAmount that && amount.compareTo(that.amount) == 0;
        }

        @Override
        public int hashCode() {
            return amount.stripTrailingZeros().hashCode();
        }
    }

    static final class ByZero {
        private final double value;

        ByZero(double value) {
            this.value = value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ByZero that && value == that.value;
        }

        @Override
        public int hashCode() {
            return (int) value;
        }
    }

    static final class Entity {
        private final long id;
        private String note = "";
        private int cachedHash;

        Entity(long id) {
            this.id = id;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Entity that && id == that.id;
        }

        @Override
        public int hashCode() {
            return (int) id;
        }
    }

    static final class Secret {
        private final String name;
        private transient int secret;

        Secret(String name, int secret) {
            this.name = name;
            this.secret = secret;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Secret that && name.equals(that.name) && secret == that.secret;
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    @Test
    void classesWhoseEqualsOverlooksWhatIsWrittenAreRefusedAsKeys() {
        assertNoKey(new Caseless("ann"), "Caseless", "name");
        assertNoKey(new ById(1, "ann"), "ById", "name");
        assertNoKey(new ByAmount(new BigDecimal("1.0")), "ByAmount", "amount");
        assertNoKey(new ByZero(0.0), "ByZero", "value");
        assertNoKey(new Entity(7), "Entity", "differs");
        assertNoKey(new Secret("a", 7), "Secret", "transient");
        assertNoKey(List.of(new ById(1, "ann")), "ById");
    }

    record Plain(String name, int age, List<String> tags, byte[] bytes, Plain next) {}

    record Normal(String name) {
        Normal {
            name = name.toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Test
    void ordinaryRecordsAreKeys() {
        Plain plain =
                new Plain("a", 1, List.of("x"), new byte[] {1}, new Plain(null, 0, new ArrayList<>(), null, null));
        assertThat(serialization.encodeKey(plain)).isEqualTo(serialization.encodeKey(plain));
        assertOneKey(new Normal("ANN"), new Normal("ann"));
        assertOneKey(new Plain("b", 1, Arrays.asList("x"), null, null), new Plain("b", 1, List.of("x"), null, null));
    }

    @Test
    void itIsKnownOfWhichValuesOthersAreEqualThatHaveOtherBytes() {
        for (Object value : List.of("a", 1, 1.5, new byte[] {1}, new Normal("a"), Thread.State.NEW)) {
            assertThat(serialization.isEqualByBytes(value)).as("%s", value).isTrue();
        }
        for (Object value : List.of(
                List.of(),
                Set.of(),
                Map.of(),
                URI.create("a"),
                new Person("a", "b"),
                new ById(1, "a"),
                new Plain("b", 1, List.of(), null, null))) {
            assertThat(serialization.isEqualByBytes(value)).as("%s", value).isFalse();
        }
    }
}
