package io.kith.cluster.hostile;

import io.kith.collections.lock.LockOperations;
import io.kith.collections.lock.LockToken;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import java.io.IOException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Waits for elements that never come and for locks that are never free, hundreds of times a session, in ever new sessions. */
final class WaiterFlood implements Attack {
    private static final int WAITERS_A_STEP = 64;
    private static final int STEPS_OF_A_SESSION = 8;
    private static final long[] WAIT_MILLIS = {1, 1_000, 8_000, 60_000, Long.MAX_VALUE};
    private final Victim victim;

    private final SplittableRandom random;
    private final Tally tally;
    private final Holder holder = new Holder(STEPS_OF_A_SESSION);
    private @Nullable CollectionRef deque;
    private @Nullable CollectionRef lock;
    private long numbers;

    WaiterFlood(Victim victim, SplittableRandom random, Tally tally) {
        this.victim = victim;
        this.random = random;
        this.tally = tally;
    }

    @Override
    public void step() throws IOException {
        holder.use(this::begin, session -> {
            CollectionRef from = deque;
            CollectionRef held = lock;
            for (int i = 0; i < WAITERS_A_STEP && from != null && held != null; i++) {
                long millis = WAIT_MILLIS[random.nextInt(WAIT_MILLIS.length)];
                byte[] wait = switch (random.nextInt(3)) {
                    case 0 -> DequeOperations.take(from, random.nextBoolean(), millis);
                    case 1 -> DequeOperations.reserve(from, true, 1 + random.nextInt(10_000), millis);
                    default ->
                        LockOperations.lock(held, new LockToken(random.nextLong(), random.nextLong()), 60_000, millis);
                };
                // The floor stays where it is, so that all of them wait.
                session.write(++numbers, 1, wait);
            }
        });
    }

    private RawSession begin() throws IOException {
        RawSession session = RawSession.open(victim, random, tally);
        deque = session.collection(CollectionType.VEC_DEQUE, new Incarnation(random.nextLong(), random.nextLong()));
        lock = session.collection(CollectionType.LOCK, new Incarnation(random.nextLong(), random.nextLong()));
        numbers = 2;
        return session;
    }

    @Override
    public void close() {
        holder.close();
    }
}
