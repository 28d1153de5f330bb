package io.kith.client.serialization;

import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.Pool;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects of allowed classes with Kryo, whatever they refer to, cycles included. Fields go by name, so a class
 * that has gained or lost some still reads what was written before.
 */
final class KryoSerializer implements ObjectSerializer {
    private static final int MAX_IDLE = 16;
    private static final int MAX_IDLE_BUFFER_BYTES = 64 << 10;
    private static final int MAX_VALUE_BYTES = 1 << 30;

    private final Pool<WeighingKryo> writers;
    private final Pool<WeighingKryo> readers;
    private final Pool<Output> outputs;
    private final ClassTrial firstUse = new ClassTrial();

    KryoSerializer(AllowedClasses allowed, ClassLoader loader, ClassCatalog classes) {
        this.writers = pool(() -> KryoFactory.create(allowed, loader, classes, true));
        this.readers = pool(() -> KryoFactory.create(allowed, loader, classes, false));
        this.outputs = pool(() -> new Output(256, MAX_VALUE_BYTES));
    }

    private static <T> Pool<T> pool(Supplier<T> made) {
        return new Pool<>(true, false, MAX_IDLE) {
            @Override
            protected T create() {
                return made.get();
            }
        };
    }

    @Override
    public byte[] serialize(Object value) {
        WeighingKryo kryo = writers.obtain();
        byte[] bytes = write(kryo, value);
        List<Class<?>> met = ((GuardedClassResolver) kryo.getClassResolver()).takeMet();
        if (!met.isEmpty()) {
            firstUse.require(value, bytes, met, this::readBack, copy -> write(kryo, copy));
        }
        writers.free(kryo);
        return bytes;
    }

    private byte[] write(WeighingKryo kryo, Object value) {
        Output output = outputs.obtain();
        try {
            kryo.writeClassAndObject(output, value);
        } catch (RuntimeException | StackOverflowError e) {
            // This Kryo may be in any state: it does not go back to the pool.
            throw failure("an object of class " + value.getClass().getName() + " cannot be written", e);
        }
        byte[] bytes = output.toBytes();
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
        return read(bytes, budget).object();
    }

    private ClassTrial.Copy readBack(byte[] bytes) {
        return read(bytes, new DecodingBudget(bytes.length));
    }

    private ClassTrial.Copy read(byte[] bytes, DecodingBudget budget) {
        WeighingKryo kryo = readers.obtain();
        Object value;
        try {
            value = kryo.read(bytes, budget);
        } catch (RuntimeException | StackOverflowError e) {
            throw failure("an object cannot be read", e);
        }
        boolean shares = kryo.sharesObjects();
        readers.free(kryo);
        if (value == null) {
            throw new SerializationException("these bytes are no object that Kith wrote");
        }
        return new ClassTrial.Copy(value, shares);
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
