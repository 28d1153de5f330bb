package io.kith.cluster.hostile;

import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Puts ever new keys into maps, until it is told that there is no memory left for a while; then it destroys what it has made. */
final class KeyFlood implements Attack {
    private static final int KEYS_A_STEP = 32;
    private static final int STEPS_OF_A_SESSION = 2_000;
    private static final int[] VALUE_BYTES = {10, 100, 1_000, 10_000, 100_000};
    private static final int FULL_ANSWERS = 2_000;
    private static final int[] TTL_MILLIS = {0, 0, 1, 10_000, Integer.MAX_VALUE};

    private final Victim victim;
    private final SplittableRandom random;
    private final Tally tally;
    private final Holder holder = new Holder(STEPS_OF_A_SESSION).leavingWith(this::destroy);
    private @Nullable CollectionRef map;

    KeyFlood(Victim victim, SplittableRandom random, Tally tally) {
        this.victim = victim;
        this.random = random;
        this.tally = tally;
    }

    @Override
    public void step() throws IOException {
        holder.use(this::begin, session -> {
            CollectionRef into = map;
            for (int i = 0; i < KEYS_A_STEP && into != null; i++) {
                byte[] key = ByteBuffer.allocate(10)
                        .putShort((short) 0x0A08)
                        .putLong(random.nextLong())
                        .array();
                session.write(MapOperations.put(into, key, value(), TTL_MILLIS[random.nextInt(TTL_MILLIS.length)]));
            }
            if (session.full() > FULL_ANSWERS) {
                holder.letGo();
            }
        });
    }

    private void destroy(RawSession session) throws IOException {
        CollectionRef made = map;
        if (made != null) {
            session.write(PartitionOperations.destroyCollection(made.incarnation()));
        }
    }

    private RawSession begin() throws IOException {
        RawSession session = RawSession.open(victim, random, tally);
        map = session.collection(CollectionType.HASH_MAP, new Incarnation(random.nextLong(), random.nextLong()));
        return session;
    }

    /** Small ones are many, and large ones few. */
    private byte[] value() {
        int size = VALUE_BYTES[Math.min(random.nextInt(VALUE_BYTES.length), random.nextInt(VALUE_BYTES.length))];
        return new byte[size];
    }

    @Override
    public void close() {
        holder.end();
    }
}
