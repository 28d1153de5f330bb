package io.kith.client.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.client.serialization.Samples.Colour;
import io.kith.client.serialization.Samples.Node;
import io.kith.client.serialization.Samples.Point;
import io.kith.transport.WireOutput;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AllowedClassesTest {
    private final Serialization jdkOnly =
            new Serialization(AllowedClasses.JDK_ONLY, Samples.class.getClassLoader(), null);

    @Test
    void classesThatAreNotAllowedAreNotWritten() {
        for (Object value : List.of(new Point(1, 2), Colour.RED, new Node("n", 1), List.of(Map.of(1, Colour.RED)))) {
            assertThatThrownBy(() -> jdkOnly.encode(value))
                    .isInstanceOf(ClassNotAllowedException.class)
                    .hasMessageContaining("io.kith.client.serialization.Samples")
                    .hasMessageContaining("ClientOptions.allow(")
                    .hasMessageContaining("ClientOptions.allowPackage(\"io.kith.client.serialization\")");
        }
    }

    @Test
    void classesThatAreNotAllowedAreNotRead() {
        Serialization all = Samples.serialization();
        for (Object value : List.of(new Point(1, 2), Colour.RED, new Node("n", 1), List.of(Map.of(1, Colour.RED)))) {
            byte[] bytes = all.encode(value);
            assertThatThrownBy(() -> jdkOnly.decode(bytes)).isInstanceOf(ClassNotAllowedException.class);
        }
    }

    @Test
    void aClassThatBytesNameIsRefusedBeforeItIsLoaded() {
        AtomicInteger loads = new AtomicInteger();
        ClassLoader watching = new ClassLoader(Samples.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                loads.incrementAndGet();
                return super.loadClass(name, resolve);
            }
        };
        Serialization guarded = new Serialization(AllowedClasses.JDK_ONLY, watching, null);
        String evil = "com.evil.Gadget";
        byte[] enumBytes = WireOutput.onHeap(64)
                .writeByte(Tag.ENUM)
                .writeString(evil)
                .writeString("X")
                .toByteArray();
        byte[] recordBytes = WireOutput.onHeap(64)
                .writeByte(Tag.RECORD)
                .writeString(evil)
                .writeVarInt(0)
                .toByteArray();
        byte[] kryoBytes = replaced(Samples.serialization().encode(new Node("n", 1)), Node.class.getName(), evil);

        for (byte[] bytes : List.of(enumBytes, recordBytes, kryoBytes)) {
            assertThatThrownBy(() -> guarded.decode(bytes))
                    .isInstanceOfSatisfying(
                            ClassNotAllowedException.class,
                            e -> assertThat(e.className()).startsWith("com.evil"));
        }
        assertThat(loads).hasValue(0);
    }

    /** Kryo marks the last character of an ASCII string, so a name is replaced by one padded to its length. */
    private static byte[] replaced(byte[] bytes, String name, String by) {
        String padded = by + "x".repeat(name.length() - by.length());
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String head = name.substring(0, name.length() - 1);
        assertThat(text).contains(head);
        return text.replace(head, padded.substring(0, name.length() - 1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void allowingAClassAllowsItsArraysAndTheClassesNestedInIt() {
        AllowedClasses allowed = new AllowedClasses(Set.of("com.acme.Order"), Set.of());
        assertThat(allowed.contains("com.acme.Order")).isTrue();
        assertThat(allowed.contains("com.acme.Order$Line")).isTrue();
        assertThat(allowed.contains("[[Lcom.acme.Order;")).isTrue();
        assertThat(allowed.contains("com.acme.Orders")).isFalse();
        assertThat(allowed.contains("com.acme")).isFalse();
    }

    @Test
    void allowingAPackageAllowsThoseBelowIt() {
        AllowedClasses allowed = new AllowedClasses(Set.of(), Set.of("com.acme"));
        assertThat(allowed.contains("com.acme.Order")).isTrue();
        assertThat(allowed.contains("com.acme.sub.Order")).isTrue();
        assertThat(allowed.contains("com.acmex.Order")).isFalse();
        assertThat(allowed.contains("[I")).isTrue();
    }

    @Test
    void aSerializerOfTheUsersOwnTakesWhatHasNoCanonicalEncoding() {
        ObjectSerializer own = new ObjectSerializer() {
            @Override
            public byte[] serialize(Object value) {
                return ((Point) value).x() == 1 ? new byte[] {7} : new byte[] {8};
            }

            @Override
            public Object deserialize(byte[] bytes) {
                return bytes[0] == 7 ? new Point(1, 2) : new Point(3, 4);
            }
        };
        Serialization serialization = new Serialization(AllowedClasses.JDK_ONLY, Samples.class.getClassLoader(), own);
        Map<String, Point> value = new HashMap<>(Map.of("a", new Point(1, 2), "b", new Point(3, 4)));
        assertThat(serialization.decode(serialization.encode(value))).isEqualTo(value);
        assertThatCode(() -> serialization.encode(new Point(1, 2))).doesNotThrowAnyException();
    }

    @Test
    void aHugeCountInFewBytesCostsNothing() {
        for (int tag : List.of(Tag.LIST, Tag.SET, Tag.MAP, Tag.STRING, Tag.BYTES, Tag.LONGS, Tag.OBJECT)) {
            byte[] bytes = WireOutput.onHeap(8)
                    .writeByte(tag)
                    .writeVarInt(Integer.MAX_VALUE)
                    .writeByte(0)
                    .toByteArray();
            assertThatThrownBy(() -> jdkOnly.decode(bytes)).isInstanceOf(SerializationException.class);
        }
    }
}
