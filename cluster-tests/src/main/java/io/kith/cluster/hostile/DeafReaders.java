package io.kith.cluster.hostile;

import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** Asks again and again for a large value, and never reads an answer. */
final class DeafReaders implements Attack {
    private static final int MOST = 12;
    private static final int VALUE_BYTES = 200_000;
    private static final int READS_A_STEP = 64;
    private static final byte[] KEY = {10, 1, 'd'};

    private final Victim victim;
    private final SplittableRandom random;
    private final Tally tally;
    private final Deque<RawSession> deaf = new ArrayDeque<>();

    DeafReaders(Victim victim, SplittableRandom random, Tally tally) {
        this.victim = victim;
        this.random = random;
        this.tally = tally;
    }

    @Override
    public void step() throws IOException {
        if (deaf.size() >= MOST) {
            deaf.removeFirst().close();
        }
        RawSession session = RawSession.open(victim, random, tally);
        deaf.addLast(session);
        CollectionRef map =
                session.collection(CollectionType.HASH_MAP, new Incarnation(random.nextLong(), random.nextLong()));
        session.write(MapOperations.put(map, KEY, new byte[VALUE_BYTES], 60_000));
        session.exchange();
        byte[] operation = MapOperations.get(map, KEY);
        byte[] frames = new byte[0];
        for (int i = 0; i < READS_A_STEP; i++) {
            byte[] frame = session.readFrame(operation);
            byte[] both = java.util.Arrays.copyOf(frames, frames.length + frame.length);
            System.arraycopy(frame, 0, both, frames.length, frame.length);
            frames = both;
        }
        ByteBuffer bytes = ByteBuffer.wrap(frames);
        if (session.socket().trickle(bytes)) {
            tally.sent(READS_A_STEP);
        }
    }

    @Override
    public void close() {
        deaf.forEach(RawSession::close);
        deaf.clear();
    }
}
