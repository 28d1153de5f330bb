package io.kith.client.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.CollectionSerializer;
import java.io.File;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JDK's common classes of which Kryo would read private fields, and may not. */
@SuppressWarnings({"rawtypes", "unchecked"}) // as the methods called
final class JdkCodecs {

    /** Parts the parts of a locale that has no language tag. */
    private static final String OLD_LOCALE = "/";

    private JdkCodecs() {}

    /** The class under which objects of {@code type} are written: not that of an implementation of the JDK's. */
    static Class<?> writtenAs(Class<?> type) {
        if (Path.class.isAssignableFrom(type)) {
            return Path.class;
        }
        if (Charset.class.isAssignableFrom(type)) {
            return Charset.class;
        }
        return type.getName().equals("sun.util.calendar.ZoneInfo") ? TimeZone.class : type;
    }

    static void addTo(Kryo kryo) {
        add(kryo, File.class, (out, file) -> out.writeString(file.getPath()), in -> new File(text(in)));
        add(kryo, Path.class, (out, path) -> out.writeString(nameOf(path)), in -> Path.of(text(in)));
        add(
                kryo,
                Pattern.class,
                (out, pattern) -> {
                    out.writeString(pattern.pattern());
                    out.writeInt(pattern.flags());
                },
                in -> {
                    String expression = text(in);
                    return Pattern.compile(expression, in.readInt());
                });
        // Kryo's own forgets scripts and extensions.
        add(kryo, Locale.class, (out, locale) -> out.writeString(tagOf(locale)), in -> locale(text(in)));
        add(kryo, InetAddress.class, JdkCodecs::writeAddress, JdkCodecs::readAddress);
        add(kryo, InetSocketAddress.class, JdkCodecs::writeSocket, JdkCodecs::readSocket);
        kryo.addDefaultSerializer(Comparator.class, JdkComparators.ALL);
        kryo.addDefaultSerializer(EnumMap.class, new EnumMaps());
        kryo.addDefaultSerializer(ConcurrentSkipListSet.class, new SkipListSets());
        kryo.addDefaultSerializer(Throwable.class, new ThrowableSerializer());
        if (isThere("java.sql.Timestamp")) {
            SqlCodecs.addTo(kryo);
        }
    }

    /** Programs may do without the module of {@code java.sql}. */
    private static boolean isThere(String className) {
        try {
            Class.forName(className, false, JdkCodecs.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    static <T> void add(Kryo kryo, Class<T> type, BiConsumer<Output, T> writer, Function<Input, T> reader) {
        kryo.addDefaultSerializer(type, new Serializer<T>(false, true) {
            @Override
            public void write(Kryo each, Output output, T value) {
                writer.accept(output, value);
            }

            @Override
            public T read(Kryo each, Input input, Class<? extends T> actual) {
                return reader.apply(input);
            }
        });
    }

    private static String text(Input in) {
        return Objects.requireNonNull(in.readString(), "a text that is missing");
    }

    private static String nameOf(Path path) {
        if (path.getFileSystem() != java.nio.file.FileSystems.getDefault()) {
            throw new SerializationException(
                    "the path " + path + " is of a file system of its own, which nobody else has");
        }
        return path.toString();
    }

    private static String tagOf(Locale locale) {
        String tag = locale.toLanguageTag();
        if (Locale.forLanguageTag(tag).equals(locale)) {
            return tag;
        }
        String parts =
                OLD_LOCALE + locale.getLanguage() + OLD_LOCALE + locale.getCountry() + OLD_LOCALE + locale.getVariant();
        if (!locale(parts).equals(locale)) {
            throw new SerializationException("the locale " + locale + " has no language tag");
        }
        return parts;
    }

    @SuppressWarnings("deprecation") // What has no tag can be made in no other way.
    private static Locale locale(String written) {
        if (!written.startsWith(OLD_LOCALE)) {
            return Locale.forLanguageTag(written);
        }
        String[] parts = written.split(OLD_LOCALE, -1);
        if (parts.length != 4) {
            throw new SerializationException("a locale of " + parts.length + " parts");
        }
        return new Locale(parts[1], parts[2], parts[3]);
    }

    private static void writeAddress(Output out, InetAddress address) {
        // Its own methods would ask for a name that it has not got.
        String shown = address.toString();
        String host = shown.substring(0, shown.lastIndexOf('/'));
        out.writeString(host.isEmpty() ? null : host);
        byte[] bytes = address.getAddress();
        out.writeVarInt(bytes.length, true);
        out.writeBytes(bytes);
        out.writeInt(address instanceof Inet6Address wide ? wide.getScopeId() : 0);
    }

    private static InetAddress readAddress(Input in) {
        @Nullable String host = in.readString();
        byte[] bytes = in.readBytes(in.readVarInt(true));
        int scope = in.readInt();
        try {
            return scope == 0 ? InetAddress.getByAddress(host, bytes) : Inet6Address.getByAddress(host, bytes, scope);
        } catch (UnknownHostException e) {
            throw new SerializationException("no address has " + bytes.length + " bytes", e);
        }
    }

    private static void writeSocket(Output out, InetSocketAddress socket) {
        InetAddress address = socket.getAddress();
        out.writeInt(socket.getPort());
        out.writeBoolean(address != null);
        if (address == null) {
            out.writeString(socket.getHostString());
        } else {
            writeAddress(out, address);
        }
    }

    private static InetSocketAddress readSocket(Input in) {
        int port = in.readInt();
        return in.readBoolean()
                ? new InetSocketAddress(readAddress(in), port)
                : InetSocketAddress.createUnresolved(text(in), port);
    }

    /** Kryo's own forgets their order. */
    private static final class SkipListSets extends CollectionSerializer<Collection> {
        @Override
        protected void writeHeader(Kryo kryo, Output output, Collection set) {
            kryo.writeClassAndObject(output, ((SortedSet) set).comparator());
        }

        @Override
        protected Collection create(Kryo kryo, Input input, Class<? extends Collection> type, int size) {
            return new ConcurrentSkipListSet((Comparator) kryo.readClassAndObject(input));
        }
    }

    /** Maps of enums as parts of objects. */
    private static final class EnumMaps extends Serializer<EnumMap> {
        @Override
        public void write(Kryo kryo, Output output, EnumMap map) {
            kryo.writeClass(output, EnumTypes.of(map));
            output.writeVarInt(map.size(), true);
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
                output.writeString(((Enum<?>) entry.getKey()).name());
                kryo.writeClassAndObject(output, entry.getValue());
            }
        }

        @Override
        public EnumMap read(Kryo kryo, Input input, Class<? extends EnumMap> type) {
            Class constants = kryo.readClass(input).getType();
            if (!constants.isEnum()) {
                throw new SerializationException("a map of an enum that is none");
            }
            EnumMap map = new EnumMap(constants);
            kryo.reference(map);
            int count = input.readVarInt(true);
            for (int i = 0; i < count; i++) {
                Enum key = Enum.valueOf(constants, text(input));
                map.put(key, kryo.readClassAndObject(input));
            }
            return map;
        }
    }
}
