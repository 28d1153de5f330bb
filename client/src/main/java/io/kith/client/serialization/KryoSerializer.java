package io.kith.client.serialization;

import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.Pool;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects of allowed classes with Kryo, whatever they refer to, cycles included. Fields go by name, so a class
 * that has gained or lost some still reads what was written before.
 */
final class KryoSerializer implements ObjectSerializer {
    private static final int MAX_IDLE = 16;
    private static final int MAX_IDLE_BUFFER_BYTES = 64 << 10;
    private static final int MAX_VALUE_BYTES = 1 << 30;

    private final Pool<WeighingKryo> kryos;
    private final Pool<Output> outputs;

    KryoSerializer(AllowedClasses allowed, ClassLoader loader, ClassCatalog classes) {
        this.kryos = new Pool<>(true, false, MAX_IDLE) {
            @Override
            protected WeighingKryo create() {
                return KryoFactory.create(allowed, loader, classes);
            }
        };
        this.outputs = new Pool<>(true, false, MAX_IDLE) {
            @Override
            protected Output create() {
                return new Output(256, MAX_VALUE_BYTES);
            }
        };
    }

    @Override
    public byte[] serialize(Object value) {
        WeighingKryo kryo = kryos.obtain();
        Output output = outputs.obtain();
        try {
            kryo.writeClassAndObject(output, value);
        } catch (RuntimeException | StackOverflowError e) {
            // This Kryo may be in any state: it does not go back to the pool.
            throw failure("an object of class " + value.getClass().getName() + " cannot be written", e);
        }
        byte[] bytes = output.toBytes();
        kryos.free(kryo);
        if (output.getBuffer().length <= MAX_IDLE_BUFFER_BYTES) {
            output.reset();
            outputs.free(output);
        }
        return bytes;
    }

    @Override
    public Object deserialize(byte[] bytes) {
        return deserialize(bytes, new DecodingBudget(bytes.length));
    }

    /** Reads an object that is part of a value, or all of it, for whose reading {@code budget} pays. */
    Object deserialize(byte[] bytes, DecodingBudget budget) {
        WeighingKryo kryo = kryos.obtain();
        Object value;
        try {
            value = kryo.read(bytes, budget);
        } catch (RuntimeException | StackOverflowError e) {
            throw failure("an object cannot be read", e);
        }
        kryos.free(kryo);
        if (value == null) {
            throw new SerializationException("these bytes are no object that Kith wrote");
        }
        return value;
    }

    private static RuntimeException failure(String what, Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SerializationException || cause instanceof ClassNotAllowedException) {
                return (RuntimeException) cause;
            }
        }
        return new SerializationException(
                what + ": " + thrown + "; if Kryo does not suit it, make it a record or set ClientOptions.serializer",
                thrown);
    }
}
