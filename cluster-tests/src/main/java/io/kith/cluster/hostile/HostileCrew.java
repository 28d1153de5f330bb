package io.kith.cluster.hostile;

import io.kith.client.Kith;
import io.kith.transport.ConnectionKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** All attacks at once, each on a thread of its own and at a pace of its own. */
public final class HostileCrew implements AutoCloseable {
    /** Honest clients read these keys, from 0, of the map {@value #PLANTED_MAP}. */
    public static final int PLANTED_KEYS = 8;

    /** Where values are planted. */
    public static final String PLANTED_MAP = "planted";

    private static final long PAUSE_NANOS = 10_000_000;

    private final List<Thread> threads = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private final SplittableRandom random;
    private final double framesPerSecond;
    private final long most;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    /**
     * Nobody does anything yet.
     *
     * @param framesPerSecond how many frames all together send at most
     * @param most after how many frames they stop; 0: when they are told to
     * @param seed what all choices are drawn from
     */
    private HostileCrew(double framesPerSecond, long most, long seed) {
        this.framesPerSecond = framesPerSecond;
        this.most = most;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Begins to attack.
     *
     * @param heard what nodes and clients of a cluster of the same name say
     * @param planter a client of the victim; this closes it
     * @param framesPerSecond how many frames all together send at most
     * @param most after how many frames they stop; 0: when they are told to
     * @param seed what all choices are drawn from
     */
    public static HostileCrew start(
            Victim victim, Recording heard, Kith planter, double framesPerSecond, long most, long seed) {
        HostileCrew crew = new HostileCrew(framesPerSecond, most, seed);
        for (ConnectionKind kind : ConnectionKind.values()) {
            crew.begin(
                    "MutatedFrames " + kind,
                    kind == ConnectionKind.CLIENT ? 0.25 : 0.1,
                    (random, tally) -> new MutatedFrames(victim, kind, heard.of(kind), random, tally));
        }
        crew.begin(
                "MutatedHandshakes",
                0.02,
                (random, tally) -> new MutatedHandshakes(victim, heard.hellos(), random, tally));
        crew.begin("GeneratedOperations", 0.25, (random, tally) -> new GeneratedOperations(victim, random, tally));
        crew.begin("SessionFlood", 0.06, (random, tally) -> new SessionFlood(victim, random, tally));
        crew.begin("NameFlood", 0.06, (random, tally) -> new NameFlood(victim, random, tally));
        crew.begin("KeyFlood", 0.06, (random, tally) -> new KeyFlood(victim, random, tally));
        crew.begin("WaiterFlood", 0.06, (random, tally) -> new WaiterFlood(victim, random, tally));
        crew.begin("DeafReaders", 0.02, (random, tally) -> new DeafReaders(victim, random, tally));
        crew.begin("HalfOpenConnections", 0.01, (random, tally) -> new HalfOpenConnections(victim, random, tally));
        crew.begin("IdleConnections", 0.01, (random, tally) -> new IdleConnections(victim, random, tally));
        crew.begin("SlowSenders", 0.005, (random, tally) -> new SlowSenders(victim, random, tally));
        crew.begin("PlantedValues", 0.002, (random, tally) -> new PlantedValues(planter, PLANTED_MAP, random, tally));
        return crew;
    }

    private void begin(String name, double share, BiFunction<SplittableRandom, Tally, Attack> attack) {
        Tally tally = new Tally(name);
        SplittableRandom own = random.split();
        tallies.add(tally);
        Thread thread = new Thread(() -> run(attack.apply(own, tally), tally, share), "attack-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void run(Attack attack, Tally tally, double share) {
        long startNanos = System.nanoTime();
        double nanosOfOne = 1e9 / (framesPerSecond * share);
        try (attack) {
            while (!stopping && (most == 0 || frames() < most)) {
                long before = tally.effort();
                try {
                    attack.step();
                } catch (IOException e) {
                    // That was the node's answer, and is in the tally.
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                if (tally.effort() == before) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                while (!stopping && startNanos + nanosOfOne * tally.effort() > System.nanoTime()) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    /** How many frames all have sent. */
    public long frames() {
        return tallies.stream().mapToLong(Tally::frames).sum();
    }

    /** Whether they have sent as many as they were to. */
    public boolean isDone() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** What made an attack itself fail, which is a fault of this tool; null if nothing. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** What each attack has done and what it met with, a line each. */
    public List<String> lines() {
        return tallies.stream().map(Tally::toLine).toList();
    }

    /** Stops all, and hangs up. */
    @Override
    public void close() {
        stopping = true;
        for (Thread thread : threads) {
            try {
                // Each step ends soon, and what was made is to be destroyed.
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
