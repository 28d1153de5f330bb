package io.kith.client.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.client.serialization.Samples.Colour;
import io.kith.client.serialization.Samples.Order;
import io.kith.client.serialization.Samples.Point;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonSerializerTest {
    /** A class with properties, as Jackson likes them. */
    public static final class Account {
        public String owner = "";
        public long cents;
        public String currency = "EUR";
    }

    private static final AllowedClasses ALLOWED =
            new AllowedClasses(Set.of(Samples.class.getName(), Account.class.getName()), Set.of());

    private final Serialization json = serialization(ALLOWED);

    private static Serialization serialization(AllowedClasses allowed) {
        ClassLoader loader = Samples.class.getClassLoader();
        return new Serialization(allowed, loader, new JsonSerializer(allowed, loader));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void recordsEnumsAndObjectsAreReadableAsJson() {
        Order order = new Order("o1", List.of(new Point(1, 2)), Map.of("a", Colour.RED), 7, null);
        byte[] bytes = json.encode(order);
        assertThat(text(bytes))
                .contains("\"class\":\"" + Order.class.getName() + "\"", "\"id\":\"o1\"", "{\"x\":1,\"y\":2}");
        assertThat(json.decode(bytes)).isEqualTo(order);
        assertThat(json.decode(json.encode(Colour.GREEN))).isEqualTo(Colour.GREEN);
        assertThat(json.decode(json.encode(List.of(new Point(3, 4))))).isEqualTo(List.of(new Point(3, 4)));
        Account account = new Account();
        account.owner = "Ada";
        Account read = (Account) json.decode(json.encode(account));
        assertThat(read.owner).isEqualTo("Ada");
    }

    @Test
    void equalObjectsAreEqualBytes() {
        assertThat(json.encodeKey(new Point(1, 2))).isEqualTo(json.encodeKey(new Point(1, 2)));
        assertThat(json.encodeKey(new Order("o", List.of(), Map.of("a", Colour.RED, "b", Colour.GREEN), 1, null)))
                .isEqualTo(
                        json.encodeKey(new Order("o", List.of(), Map.of("b", Colour.GREEN, "a", Colour.RED), 1, null)));
    }

    @Test
    void mapsKeepTheirOrderAsValues() {
        java.util.LinkedHashMap<String, Colour> colours = new java.util.LinkedHashMap<>();
        colours.put("zebra", Colour.RED);
        colours.put("b", Colour.GREEN);
        colours.put("apple", Colour.RED);
        Order read = (Order) json.decode(json.encode(new Order("o", List.of(), colours, 1, null)));
        assertThat(List.copyOf(read.colours().keySet())).containsExactly("zebra", "b", "apple");
    }

    /** The name has no accessor. */
    static final class Dropping {
        public int cents;
        private final String name;

        Dropping() {
            this("");
        }

        Dropping(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Dropping that && cents == that.cents && name.equals(that.name);
        }

        @Override
        public int hashCode() {
            return cents;
        }
    }

    @Test
    void whatJsonDropsIsRefusedWhenItIsWritten() {
        AllowedClasses allowed = new AllowedClasses(Set.of(Dropping.class.getName()), Set.of());
        assertThatThrownBy(() -> serialization(allowed).encode(new Dropping("ann")))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Dropping");
    }

    @Test
    void propertiesThatAreNewKeepTheirDefaultsAndThoseThatAreGoneAreSkipped() {
        JsonSerializer serializer = new JsonSerializer(ALLOWED, Samples.class.getClassLoader());
        String old = "{\"class\":\"" + Account.class.getName() + "\",\"value\":{\"cents\":42,\"branch\":\"gone\"}}";
        Account read = (Account) serializer.deserialize(old.getBytes(StandardCharsets.UTF_8));
        assertThat(read.cents).isEqualTo(42);
        assertThat(read.currency).isEqualTo("EUR");
    }

    @Test
    void classesThatAreNotAllowedAreNeitherWrittenNorRead() {
        Serialization jdkOnly = serialization(AllowedClasses.JDK_ONLY);
        assertThatThrownBy(() -> jdkOnly.encode(new Point(1, 2)))
                .isInstanceOf(ClassNotAllowedException.class)
                .hasMessageContaining("ClientOptions.allow(");
        byte[] bytes = json.encode(new Point(1, 2));
        assertThatThrownBy(() -> jdkOnly.decode(bytes)).isInstanceOf(ClassNotAllowedException.class);
    }

    @Test
    void bytesOfAnotherSerializerAreAClearError() {
        JsonSerializer serializer = new JsonSerializer(ALLOWED, Samples.class.getClassLoader());
        for (String bytes : List.of("", "[1]", "{}", "{\"class\":5,\"value\":1}", "\u0001\u0002")) {
            assertThatThrownBy(() -> serializer.deserialize(bytes.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("JSON");
        }
    }
}
