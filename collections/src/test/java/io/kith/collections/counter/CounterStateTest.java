package io.kith.collections.counter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.PartitionDriver;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.Results;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CounterStateTest {
    private static final CollectionRef COUNTER = CollectionRef.named(CollectionType.COUNTER, new Incarnation(0, 9));

    // The model is the class whose contract the counter has.
    @SuppressWarnings("UnnecessaryAsync")
    @Property(tries = 50)
    void aCounterDoesWhatAnAtomicLongDoes(@ForAll long seed) {
        Random random = new Random(seed);
        PartitionDriver partition = new PartitionDriver();
        AtomicLong model = new AtomicLong();
        for (int step = 0; step < 200; step++) {
            long value = random.nextInt(20) == 0 ? random.nextLong() : random.nextInt(5) - 2;
            switch (random.nextInt(3)) {
                case 0 ->
                    assertThat(CounterOperations.value(partition.result(CounterOperations.add(COUNTER, value))))
                            .isEqualTo(model.addAndGet(value));
                case 1 ->
                    assertThat(CounterOperations.value(partition.result(CounterOperations.getAndSet(COUNTER, value))))
                            .isEqualTo(model.getAndSet(value));
                default -> {
                    long expected = random.nextBoolean() ? model.get() : value;
                    assertThat(Results.bool(
                                    partition.result(CounterOperations.compareAndSet(COUNTER, expected, value))))
                            .isEqualTo(model.compareAndSet(expected, value));
                }
            }
            assertThat(CounterOperations.value(partition.result(CounterOperations.get(COUNTER))))
                    .isEqualTo(model.get());
        }
    }
}
