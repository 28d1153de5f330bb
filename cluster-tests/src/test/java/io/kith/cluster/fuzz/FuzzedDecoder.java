package io.kith.cluster.fuzz;

import io.kith.client.serialization.AllowedClasses;
import io.kith.client.serialization.ClassNotAllowedException;
import io.kith.client.serialization.Serialization;
import io.kith.client.serialization.SerializationException;
import io.kith.collections.Kinds;
import io.kith.collections.kind.OperationCheck;
import io.kith.collections.partition.PartitionStates;
import io.kith.collections.wire.ClientMessageCodec;
import io.kith.config.BootstrapMessageCodec;
import io.kith.config.ConfigCodec;
import io.kith.config.ConfigMessageCodec;
import io.kith.membership.MembershipCodec;
import io.kith.replication.message.ReplicationMessageCodec;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.MessageCodecs;
import io.kith.transport.WireInput;
import java.util.function.Consumer;

/** What makes sense of bytes that come from others. Whatever they are, it reads them or says what is wrong with them. */
@SuppressWarnings("ImmutableEnumChecker") // Its functions hold nothing.
enum FuzzedDecoder {
    /** Messages of all families, as frames carry them. */
    MESSAGE(FuzzedDecoder::message),
    /** Operations, as nodes look at them before they are logged or executed. */
    OPERATION(FuzzedDecoder::operation),
    CONFIG(bytes -> ConfigCodec.read(WireInput.of(bytes))),
    /** Users' keys and values, Kryo's objects of the JDK among them. */
    VALUE(FuzzedDecoder::value),
    /** Chunks of a copy of a partition. */
    CHUNK(FuzzedDecoder::chunk);

    private static final MessageCodecs CODECS = MessageCodecs.of(
            new MembershipCodec(),
            new ConfigMessageCodec(),
            new BootstrapMessageCodec(),
            new ReplicationMessageCodec(),
            new ClientMessageCodec());
    private static final Serialization SERIALIZATION =
            new Serialization(AllowedClasses.JDK_ONLY, FuzzedDecoder.class.getClassLoader(), null);
    private static final int MAX_ELEMENT_BYTES = 1 << 20;
    private static final long LIMIT_NANOS = 5_000_000_000L;

    private final Consumer<byte[]> decoder;

    FuzzedDecoder(Consumer<byte[]> decoder) {
        this.decoder = decoder;
    }

    /** Reads {@code bytes}; returns whether they were read rather than refused. */
    boolean read(byte[] bytes) {
        try {
            decoder.accept(bytes);
            return true;
        } catch (CorruptFrameException | SerializationException | ClassNotAllowedException e) {
            return false;
        }
    }

    /**
     * The same.
     *
     * @throws AssertionError if it takes long
     */
    boolean readInTime(byte[] bytes) {
        long start = System.nanoTime();
        boolean read = read(bytes);
        long took = System.nanoTime() - start;
        if (took > LIMIT_NANOS) {
            throw new AssertionError(bytes.length + " bytes took " + took / 1_000_000 + " ms");
        }
        return read;
    }

    private static void message(byte[] bytes) {
        CODECS.read(WireInput.of(bytes));
    }

    private static void operation(byte[] bytes) {
        new OperationCheck(Kinds.all()).check(bytes, true, MAX_ELEMENT_BYTES);
        if (new OperationCheck(Kinds.all()).check(bytes, false, MAX_ELEMENT_BYTES) == null) {
            Kinds.all().conflict(bytes, bytes);
        }
    }

    private static void value(byte[] bytes) {
        Object value = SERIALIZATION.decode(bytes);
        if (value == null) {
            throw new AssertionError("a null was read");
        }
    }

    private static void chunk(byte[] bytes) {
        new PartitionStates(Kinds.all()).copying().install(bytes);
    }
}
