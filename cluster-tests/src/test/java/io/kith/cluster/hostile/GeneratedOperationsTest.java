package io.kith.cluster.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.Kinds;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.OperationCheck;
import io.kith.collections.kind.OperationSpec;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.CopyChunk;
import io.kith.collections.partition.CopyCursor;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.partition.PartitionState;
import io.kith.collections.partition.PartitionStates;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link GeneratedOperations} asks of nodes, asked of a partition's state: it answers or refuses, and never fails. */
class GeneratedOperationsTest {
    private static final int ROUNDS = 60;
    private static final int OPERATIONS = 2_500;
    private static final int MAX_ELEMENT_BYTES = 1 << 20;
    private static final long SEED = Long.getLong("hostile.seed", System.nanoTime());

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final GeneratedArguments arguments = new GeneratedArguments(random.split());
    private final OperationCheck check = new OperationCheck(Kinds.all());
    private final List<CollectionRef> collections = new ArrayList<>();
    private final Set<ResponseStatus> met = EnumSet.noneOf(ResponseStatus.class);
    private final PartitionState state = new PartitionStates(Kinds.all()).empty();
    private long sequence;
    private long nowMillis = 1_000_000;

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void every_declared_operation_is_done_or_refused_whatever_its_arguments() {
        for (int round = 0; round < ROUNDS; round++) {
            attack(new NodeId(7, round + 1));
            PartitionState copy = copied();
            assertThat(copy.digest()).as("seed " + SEED).isEqualTo(state.digest());
        }
        assertThat(met)
                .as("seed " + SEED)
                .contains(ResponseStatus.OK, ResponseStatus.BAD_REQUEST, ResponseStatus.WRONG_TYPE);
    }

    private void attack(NodeId session) {
        long opening = Results.number(
                log(session, 0, 0, PartitionOperations.openSession()).get(0).payload());
        long number = 0;
        collections.clear();
        for (CollectionType type : CollectionType.values()) {
            Incarnation incarnation = new Incarnation(random.nextLong(), random.nextLong());
            byte[] open = PartitionOperations.openCollection(incarnation, type, "hostile", CollectionOptions.NONE);
            byte[] answer = log(session, opening, ++number, open).get(0).payload();
            collections.add(new CollectionRef(type, incarnation, Results.number(answer)));
        }
        for (int i = 0; i < OPERATIONS; i++) {
            byte[] operation = operation();
            boolean asRead = operation[1] >= 0;
            if (check.check(operation, asRead, MAX_ELEMENT_BYTES) != null) {
                met.add(ResponseStatus.BAD_REQUEST);
                continue;
            }
            try {
                if (asRead) {
                    met.add(state.read(operation).status());
                } else {
                    state.growth(operation);
                    log(session, opening, ++number, operation).forEach(completion -> met.add(completion.status()));
                }
                passTime();
            } catch (io.kith.collections.kind.LongReadException e) {
                met.add(ResponseStatus.OK);
            } catch (RuntimeException e) {
                throw new AssertionError(describe(operation), e);
            }
        }
    }

    /** Now and then, so that what ends by itself does. */
    private void passTime() {
        nowMillis += random.nextInt(50);
        for (byte[] due : state.nextExpiries(nowMillis, 4)) {
            log(LogCommand.NO_SESSION, 0, 0, due);
        }
    }

    private static String describe(byte[] operation) {
        return String.format(
                Locale.ROOT,
                "%s %s, seed %d",
                Kinds.all().specOf(operation),
                java.util.HexFormat.of().formatHex(operation),
                SEED);
    }

    private byte[] operation() {
        CollectionRef collection = collections.get(random.nextInt(collections.size()));
        List<OperationSpec> specs = GeneratedOperations.specs(collection.type().code());
        OperationSpec spec = specs.get(random.nextInt(specs.size()));
        CollectionRef named = random.nextInt(20) == 0
                ? collection.openedAs(
                        collections.get(random.nextInt(collections.size())).opening())
                : collection;
        byte[] operation = arguments
                .write(spec.arguments().toString(), named.operation(spec.code(), 64))
                .toBytes();
        if (random.nextInt(30) == 0) {
            operation[2 + random.nextInt(operation.length - 2)] ^= (byte) (1 << random.nextInt(8));
        }
        return operation;
    }

    private List<Completion> log(NodeId session, long opening, long number, byte[] operation) {
        return state.apply(
                new LogCommand(++sequence, session, opening, number, Math.max(1, number - 300), nowMillis, operation));
    }

    private PartitionState copied() {
        PartitionState copy = new PartitionStates(Kinds.all()).copying();
        CopyCursor cursor = CopyCursor.start();
        while (!cursor.isDone()) {
            CopyChunk chunk = state.nextChunk(cursor, 1 << 14);
            copy.install(chunk.bytes());
            cursor = chunk.next();
        }
        return copy;
    }
}
