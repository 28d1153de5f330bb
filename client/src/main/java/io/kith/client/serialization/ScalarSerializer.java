package io.kith.client.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;

/** Values of a type that Kryo does not carry faithfully, in their canonical encoding. */
final class ScalarSerializer<T> extends Serializer<T> {
    private static final int EXPECTED_BYTES = 32;

    private final ScalarType<T> scalar;

    ScalarSerializer(ScalarType<T> scalar) {
        super(false, true);
        this.scalar = scalar;
    }

    @Override
    public void write(Kryo kryo, Output output, T value) {
        WireOutput bytes = WireOutput.onHeap(EXPECTED_BYTES);
        scalar.writer().accept(bytes, value);
        byte[] encoded = bytes.toByteArray();
        output.writeVarInt(encoded.length, true);
        output.writeBytes(encoded);
    }

    @Override
    public T read(Kryo kryo, Input input, Class<? extends T> type) {
        return scalar.reader().apply(WireInput.of(input.readBytes(input.readVarInt(true))));
    }
}
