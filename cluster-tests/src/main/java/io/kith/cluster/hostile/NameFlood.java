package io.kith.cluster.hostile;

import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** Opens collections of long names, thousands in a partition, and destroys them again when there is no room for more. */
final class NameFlood implements Attack {
    private static final int NAMES_A_STEP = 32;
    private static final int STEPS_OF_A_SESSION = 300;
    private static final int MOST_KEPT = 20_000;

    private final Victim victim;
    private final SplittableRandom random;
    private final Tally tally;
    private final Holder holder = new Holder(STEPS_OF_A_SESSION).leavingWith(this::destroyAll);
    private final Deque<Incarnation> opened = new ArrayDeque<>();
    private boolean destroying;

    NameFlood(Victim victim, SplittableRandom random, Tally tally) {
        this.victim = victim;
        this.random = random;
        this.tally = tally;
    }

    @Override
    public void step() throws IOException {
        holder.use(this::begin, session -> {
            for (int i = 0; i < NAMES_A_STEP; i++) {
                session.write(destroying && !opened.isEmpty() ? destroy() : open());
            }
            destroying = destroying ? !opened.isEmpty() : session.full() > 100 || opened.size() > MOST_KEPT;
        });
    }

    private RawSession begin() throws IOException {
        opened.clear();
        destroying = false;
        return RawSession.open(victim, random, tally);
    }

    private byte[] open() {
        Incarnation incarnation = new Incarnation(random.nextLong(), random.nextLong());
        opened.add(incarnation);
        CollectionType[] types = CollectionType.values();
        String name = "n".repeat(random.nextInt(PartitionOperations.MAX_NAME_BYTES + 2));
        return PartitionOperations.openCollection(
                incarnation, types[random.nextInt(types.length)], name, CollectionOptions.NONE);
    }

    private void destroyAll(RawSession session) throws IOException {
        while (!opened.isEmpty()) {
            session.write(destroy());
        }
    }

    private byte[] destroy() {
        return PartitionOperations.destroyCollection(opened.remove());
    }

    @Override
    public void close() {
        holder.end();
    }
}
