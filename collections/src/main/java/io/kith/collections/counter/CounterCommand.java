package io.kith.collections.counter;

import static io.kith.collections.kind.Operation.none;
import static io.kith.collections.kind.Operation.read;
import static io.kith.collections.kind.Operation.write;

import io.kith.collections.kind.Operation;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;
import java.util.Arrays;
import java.util.List;

/** All operations of counters, and what they do. */
enum CounterCommand {
    GET(read(0x01, "get", "", CounterCommand::get)),
    ADD(write(0x81, "add", "f", CounterCommand::add, none())),
    GET_AND_SET(write(0x82, "get and set", "f", CounterCommand::getAndSet, none())),
    COMPARE_AND_SET(write(0x83, "compare and set", "ff", CounterCommand::compareAndSet, none()));

    @SuppressWarnings("ImmutableEnumChecker") // Operations hold nothing that changes.
    private final Operation<CounterState> operation;

    CounterCommand(Operation<CounterState> operation) {
        this.operation = operation;
    }

    static List<Operation<CounterState>> all() {
        return Arrays.stream(values()).map(command -> command.operation).toList();
    }

    /** Starts the bytes of this operation. */
    PayloadWriter of(CollectionRef collection, int expectedArgumentBytes) {
        return collection.operation(operation.spec().code(), expectedArgumentBytes);
    }

    private static byte[] get(CounterState counter, OperationCall call) {
        call.in().expectEnd();
        return result(counter.value());
    }

    private static byte[] add(CounterState counter, OperationCall call) {
        long sum = counter.value() + lastArgument(call);
        counter.set(sum);
        return result(sum);
    }

    private static byte[] getAndSet(CounterState counter, OperationCall call) {
        long before = counter.value();
        counter.set(lastArgument(call));
        return result(before);
    }

    private static byte[] compareAndSet(CounterState counter, OperationCall call) {
        boolean equal = call.in().readFixedLong() == counter.value();
        long value = lastArgument(call);
        if (equal) {
            counter.set(value);
        }
        return Results.ofBoolean(equal);
    }

    private static long lastArgument(OperationCall call) {
        long value = call.in().readFixedLong();
        call.in().expectEnd();
        return value;
    }

    private static byte[] result(long value) {
        return new PayloadWriter(Long.BYTES).writeFixedLong(value).toBytes();
    }
}
