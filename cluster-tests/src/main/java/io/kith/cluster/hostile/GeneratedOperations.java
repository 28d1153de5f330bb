package io.kith.cluster.hostile;

import io.kith.collections.Kinds;
import io.kith.collections.kind.OperationSpec;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Asks for every declared operation of every kind of collections, with arguments in and out of their ranges. */
final class GeneratedOperations implements Attack {
    private static final int OPERATIONS_A_STEP = 64;
    private static final int STEPS_OF_A_SESSION = 60;
    private static final long[] NUMBERS = {
        1, 2, 1L << 32, (1L << 62) - 1, 1L << 62, Long.MAX_VALUE - 600, Long.MAX_VALUE
    };

    private final Victim victim;
    private final SplittableRandom random;
    private final Tally tally;
    private final List<OperationSpec> ofPartitions = specs(Operations.PARTITION);
    private final Map<CollectionType, List<OperationSpec>> ofTypes = new EnumMap<>(CollectionType.class);
    private final List<CollectionRef> collections = new ArrayList<>();
    private final GeneratedArguments arguments;
    private @Nullable RawSession session;
    private int steps;

    GeneratedOperations(Victim victim, SplittableRandom random, Tally tally) {
        this.victim = victim;
        this.random = random;
        this.tally = tally;
        this.arguments = new GeneratedArguments(random.split());
        for (CollectionType type : CollectionType.values()) {
            ofTypes.put(type, specs(type.code()));
        }
    }

    static List<OperationSpec> specs(int kind) {
        List<OperationSpec> specs = new ArrayList<>();
        for (int code = 0; code < 256; code++) {
            OperationSpec spec = Kinds.all().specOf(new byte[] {(byte) kind, (byte) code});
            if (spec != null) {
                specs.add(spec);
            }
        }
        return specs;
    }

    @Override
    public void step() throws IOException {
        boolean alive = false;
        try {
            RawSession current = session;
            if (current == null) {
                current = begin();
            }
            for (int i = 0; i < OPERATIONS_A_STEP; i++) {
                operate(current);
            }
            current.exchange();
            steps++;
            alive = steps < STEPS_OF_A_SESSION && !current.isLost();
        } finally {
            if (!alive) {
                close();
            }
        }
    }

    private RawSession begin() throws IOException {
        RawSession opened = RawSession.open(victim, random, tally);
        session = opened;
        steps = 0;
        collections.clear();
        for (CollectionType type : CollectionType.values()) {
            collections.add(opened.collection(type, new Incarnation(random.nextLong(), random.nextLong())));
        }
        return opened;
    }

    private void operate(RawSession current) throws IOException {
        byte[] operation = random.nextInt(100) == 0 ? ofPartition() : ofCollection();
        if (random.nextInt(20) == 0) {
            operation[random.nextInt(operation.length)] ^= (byte) (1 << random.nextInt(8));
        }
        boolean asRead = (operation[1] >= 0) ^ (random.nextInt(200) == 0);
        if (asRead) {
            current.read(operation);
        } else if (random.nextInt(2_000) == 0) {
            long number = NUMBERS[random.nextInt(NUMBERS.length)];
            current.write(number, Math.max(1, number - random.nextInt(600)), operation);
        } else {
            current.write(operation);
        }
    }

    private byte[] ofPartition() {
        OperationSpec spec = ofPartitions.get(random.nextInt(ofPartitions.size()));
        PayloadWriter out =
                new PayloadWriter(64).writeByte(Operations.PARTITION).writeByte(spec.code());
        return arguments.write(spec.arguments().toString(), out).toBytes();
    }

    private byte[] ofCollection() {
        CollectionRef collection = collections.get(random.nextInt(collections.size()));
        List<OperationSpec> specs = ofTypes.getOrDefault(collection.type(), ofPartitions);
        OperationSpec spec = specs.get(random.nextInt(specs.size()));
        CollectionRef named = switch (random.nextInt(20)) {
            case 0 -> collection.openedAs(0);
            case 1 -> collection.openedAs(random.nextLong(1, Long.MAX_VALUE));
            case 2 -> new CollectionRef(collection.type(), collection.incarnation(), otherOpening());
            default -> collection;
        };
        return arguments
                .write(spec.arguments().toString(), named.operation(spec.code(), 64))
                .toBytes();
    }

    /** That of a collection of some kind, perhaps another one. */
    private long otherOpening() {
        return collections.get(random.nextInt(collections.size())).opening();
    }

    @Override
    public void close() {
        RawSession current = session;
        session = null;
        if (current != null) {
            current.close();
        }
    }
}
