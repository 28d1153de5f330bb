package io.kith.client.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.SerializerFactory.BaseSerializerFactory;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Gives the classes that a predicate names a serializer of their own, and leaves others to Kryo. */
@SuppressWarnings({"rawtypes", "unchecked"}) // as the methods overridden
final class SerializersOf<S extends Serializer> extends BaseSerializerFactory<S> {
    private final Predicate<Class<?>> named;
    private final Supplier<S> serializers;

    SerializersOf(Predicate<Class<?>> named, Supplier<S> serializers) {
        this.named = named;
        this.serializers = serializers;
    }

    @Override
    public S newSerializer(Kryo kryo, Class type) {
        return serializers.get();
    }

    @Override
    public boolean isSupported(Class type) {
        return named.test(type);
    }
}
