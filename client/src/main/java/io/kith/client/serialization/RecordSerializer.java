package io.kith.client.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records inside objects that Kryo writes: components by name, so that they may come and go. */
final class RecordSerializer extends Serializer<Object> {
    private final ClassCatalog classes;

    RecordSerializer(ClassCatalog classes) {
        super(false, true);
        this.classes = classes;
    }

    @Override
    public void write(Kryo kryo, Output output, Object value) {
        RecordLayout layout = classes.layoutOf(value.getClass());
        List<@Nullable Object> values = layout.valuesOf(value);
        output.writeVarInt(values.size(), true);
        for (int i = 0; i < values.size(); i++) {
            output.writeString(layout.components().get(i).name());
            kryo.writeClassAndObject(output, values.get(i));
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> type) {
        RecordLayout layout = classes.layoutOf(type);
        int count = input.readVarInt(true);
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String name = input.readString();
            values.put(name, kryo.readClassAndObject(input));
        }
        Object value = layout.create(values, ((WeighingKryo) kryo).budget());
        kryo.reference(value);
        return value;
    }
}
