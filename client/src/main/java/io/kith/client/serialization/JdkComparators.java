package io.kith.client.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.google.common.collect.ImmutableSet;
import java.util.Collections;
import java.util.Comparator;

/** The comparators that the JDK names, as parts of objects: there is one of each, and that comes back. */
@SuppressWarnings({"rawtypes", "unchecked"}) // as the methods overridden
final class JdkComparators extends Serializer<Comparator> {
    static final ImmutableSet<String> NAMES = ImmutableSet.of(
            "java.lang.String$CaseInsensitiveComparator",
            "java.util.Collections$ReverseComparator",
            "java.util.Collections$ReverseComparator2",
            "java.util.Comparators$NaturalOrderComparator");

    static final SerializersOf<JdkComparators> ALL =
            new SerializersOf<>(type -> NAMES.contains(type.getName()), JdkComparators::new);

    private static final int NATURAL = 0;
    private static final int FALLING = 1;
    private static final int CASELESS = 2;
    private static final int REVERSED = 3;

    private JdkComparators() {
        super(false, true);
    }

    @Override
    public void write(Kryo kryo, Output output, Comparator order) {
        if (SortOrders.isReversed(order)) {
            output.writeByte(REVERSED);
            kryo.writeClassAndObject(output, SortOrders.reversed(order));
        } else if (order == Comparator.naturalOrder()) {
            output.writeByte(NATURAL);
        } else {
            output.writeByte(order == String.CASE_INSENSITIVE_ORDER ? CASELESS : FALLING);
        }
    }

    @Override
    public Comparator read(Kryo kryo, Input input, Class<? extends Comparator> type) {
        return switch (input.readByte()) {
            case NATURAL -> Comparator.naturalOrder();
            case FALLING -> Collections.reverseOrder();
            case CASELESS -> String.CASE_INSENSITIVE_ORDER;
            case REVERSED -> {
                if (!(kryo.readClassAndObject(input) instanceof Comparator reversed)) {
                    throw new SerializationException("an order that reverses none");
                }
                yield SortOrders.reversed(reversed);
            }
            default -> throw new SerializationException("an order of an unknown code");
        };
    }
}
