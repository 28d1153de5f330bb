package io.kith.client.serialization;

import com.esotericsoftware.kryo.SerializerFactory.CompatibleFieldSerializerFactory;
import com.esotericsoftware.kryo.serializers.CompatibleFieldSerializer.CompatibleFieldSerializerConfig;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.AtomicBooleanSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.AtomicIntegerSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.AtomicLongSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.AtomicReferenceSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.URISerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.UUIDSerializer;
import com.esotericsoftware.kryo.serializers.EnumNameSerializer;
import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import java.net.URI;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.objenesis.strategy.StdInstantiatorStrategy;

/** Sets up Kryo: references, bounded work, fields by name, enums by name, and no class that is not allowed. */
final class KryoFactory {
    /** Deeper than any sane object, and far from the end of a thread's stack. */
    private static final int MAX_DEPTH = 1_000;

    private KryoFactory() {}

    static WeighingKryo create(AllowedClasses allowed, ClassLoader loader, ClassCatalog classes, boolean writes) {
        WeighingKryo kryo = new WeighingKryo(new GuardedClassResolver(allowed, loader, writes));
        kryo.setClassLoader(loader);
        kryo.setRegistrationRequired(false);
        kryo.setReferences(true);
        kryo.setOptimizedGenerics(false);
        kryo.setMaxDepth(MAX_DEPTH);
        kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
        kryo.setDefaultSerializer(new CompatibleFieldSerializerFactory(fieldsByName()));
        kryo.addDefaultSerializer(Enum.class, EnumNameSerializer.class);
        kryo.addDefaultSerializer(Record.class, new RecordSerializer(classes));
        // Kryo's own forgets which of the two hours it was when clocks are put back.
        kryo.addDefaultSerializer(ZonedDateTime.class, new ScalarSerializer<>(ScalarType.ZONED_DATE_TIME));
        kryo.addDefaultSerializer(UUID.class, UUIDSerializer.class);
        kryo.addDefaultSerializer(URI.class, URISerializer.class);
        JdkCodecs.addTo(kryo);
        kryo.addDefaultSerializer(AtomicBoolean.class, AtomicBooleanSerializer.class);
        kryo.addDefaultSerializer(AtomicInteger.class, AtomicIntegerSerializer.class);
        kryo.addDefaultSerializer(AtomicLong.class, AtomicLongSerializer.class);
        kryo.addDefaultSerializer(AtomicReference.class, AtomicReferenceSerializer.class);
        kryo.addDefaultSerializer(Set.class, ImmutableJdk.SETS);
        kryo.addDefaultSerializer(Map.class, ImmutableJdk.MAPS);
        kryo.addDefaultSerializer(Collection.class, JdkWrappers.COLLECTIONS);
        kryo.addDefaultSerializer(Map.class, JdkWrappers.MAPS);
        return kryo;
    }

    private static CompatibleFieldSerializerConfig fieldsByName() {
        CompatibleFieldSerializerConfig config = new CompatibleFieldSerializerConfig();
        config.setReadUnknownFieldData(true);
        // One buffer for the whole object, so that BoundedInput sees every count that bytes claim.
        config.setChunkedEncoding(false);
        config.setExtendedFieldNames(true);
        return config;
    }
}
