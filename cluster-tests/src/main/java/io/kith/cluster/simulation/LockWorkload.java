package io.kith.cluster.simulation;

import io.kith.collections.lock.LockOperations;
import io.kith.collections.lock.LockToken;
import io.kith.collections.lock.LockView;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Results;
import io.kith.simulation.history.LockCall;
import io.kith.simulation.history.LockModel;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Clients that share locks: some are held for as long as a lease says, some until they are given back or the client ends. Each
 * client has several owners, of which each does one thing at a time, and gives back what it may hold.
 */
final class LockWorkload implements Workload {
    private static final int LOCKS = 2;
    private static final int MAX_LEASE_MILLIS = 400;
    private static final int MAX_WAIT_MILLIS = 1_500;

    /** As often an owner that knows not what it holds tries to give it back. */
    private static final int UNSURE_TRIES = 3;

    private final WorkloadOptions options;
    private final KeyPool locks = new KeyPool(LOCKS);
    private final RecordedCalls<LockCall, LockModel.Standing> calls = new RecordedCalls<>(new LockModel());
    private final TreeMap<Long, Owners> owners = new TreeMap<>();

    LockWorkload(WorkloadOptions options) {
        this.options = options;
    }

    /** The owners of one client. */
    private static final class Owners {
        private final List<Owner> holding = new ArrayList<>();
        private final List<Owner> idle = new ArrayList<>();
        private final List<Owner> all = new ArrayList<>();
    }

    /** One owner, and the lock that it holds or may hold. */
    private static final class Owner {
        private final LockToken token;
        private long lock;
        private int unsure;

        /** The locks that it may have taken for as long as its session lives. */
        private final TreeSet<Long> lasting = new TreeSet<>();

        private Owner(LockToken token) {
            this.token = token;
        }
    }

    @Override
    public ClientOperation next(long client, RandomGenerator random, long nowNanos) {
        Owners mine = owners.computeIfAbsent(client, each -> new Owners());
        if (random.nextInt(300) < options.readPerCent()) {
            return look(client, locks.forRead(random), nowNanos);
        }
        if (!mine.holding.isEmpty() && random.nextInt(3) > 0) {
            Owner holder = mine.holding.remove(random.nextInt(mine.holding.size()));
            return switch (random.nextInt(6)) {
                case 0 -> take(client, mine, holder, random, nowNanos);
                case 1 -> extend(client, mine, holder, random, nowNanos);
                default -> giveBack(client, mine, holder, nowNanos);
            };
        }
        Owner asks;
        if (mine.idle.isEmpty() || random.nextBoolean()) {
            asks = new Owner(new LockToken(client + 1, mine.all.size()));
            mine.all.add(asks);
        } else {
            asks = mine.idle.remove(random.nextInt(mine.idle.size()));
        }
        asks.lock = locks.forWrite(random);
        return take(client, mine, asks, random, nowNanos);
    }

    /** From now on the client's sessions may end at any time, and with them what it holds. */
    @Override
    public void stopping(long client, long nowNanos) {
        Owners mine = owners.get(client);
        if (mine != null) {
            mine.all.forEach(owner -> owner.lasting.forEach(lock -> end(client, lock, owner, nowNanos)));
        }
    }

    private void end(long client, long lock, Owner owner, long nowNanos) {
        calls.happens(client, new LockCall.End(name(lock), owner.token), nowNanos);
    }

    private static String name(long lock) {
        return "lock " + lock;
    }

    private static CollectionRef ref(long lock) {
        return SimulatedCollections.named(CollectionType.LOCK, name(lock));
    }

    /** Locks are of either sort for good. */
    private static boolean isLeased(long lock) {
        return lock % LOCKS == 0;
    }

    private ClientOperation look(long client, long lock, long nowNanos) {
        return calls.invoke(client, new LockCall.Look(name(lock)), nowNanos)
                .read(ref(lock).hash(), LockOperations.state(ref(lock)), payload -> {
                    LockView view = LockOperations.view(payload);
                    return new LockModel.Standing(view.fence(), view.holder(), view.holds());
                });
    }

    private ClientOperation take(long client, Owners mine, Owner owner, RandomGenerator random, long nowNanos) {
        long lock = owner.lock;
        CollectionRef ref = ref(lock);
        long leaseMillis = leaseMillis(lock, random);
        RecordedCalls<LockCall, LockModel.Standing>.Started call =
                calls.invoke(client, new LockCall.Lock(name(lock), owner.token), nowNanos);
        if (isLeased(lock)) {
            end(client, lock, owner, nowNanos);
        } else {
            owner.lasting.add(lock);
        }
        Runnable unknown = () -> unsure(mine, owner);
        if (random.nextInt(3) == 0) {
            return call.write(
                            ref.hash(),
                            LockOperations.tryLock(ref, owner.token, leaseMillis),
                            payload -> took(mine, owner, payload),
                            unknown)
                    .whenRefused(() -> unsure(mine, owner));
        }
        long waitMillis = random.nextBoolean() ? LockOperations.FOREVER : random.nextInt(MAX_WAIT_MILLIS);
        ClientOperation waits = call.waitingWrite(
                        ref.hash(),
                        LockOperations.lock(ref, owner.token, leaseMillis, waitMillis),
                        payload -> took(mine, owner, payload),
                        unknown)
                .whenRefused(() -> unsure(mine, owner));
        // Where each holds it for some time only, and nobody's clock is late, everybody's turn comes.
        return isLeased(lock) && options.clocksAgree() ? waits.endsByItself() : waits;
    }

    private static long leaseMillis(long lock, RandomGenerator random) {
        return isLeased(lock) ? 1L + random.nextInt(MAX_LEASE_MILLIS) : 0;
    }

    private @Nullable Object took(Owners mine, Owner owner, byte[] payload) {
        long fence = LockOperations.fence(payload);
        (fence != 0 || owner.unsure > 0 ? mine.holding : mine.idle).add(owner);
        return fence == 0 ? null : (Object) fence;
    }

    /** Whatever became of it, the owner may hold the lock, from before if not by this. */
    private void unsure(Owners mine, Owner owner) {
        owner.unsure = UNSURE_TRIES;
        locks.gaveUp(owner.lock);
        mine.holding.add(owner);
    }

    private ClientOperation extend(long client, Owners mine, Owner owner, RandomGenerator random, long nowNanos) {
        CollectionRef ref = ref(owner.lock);
        long leaseMillis = leaseMillis(owner.lock, random);
        return calls.invoke(client, new LockCall.Extend(name(owner.lock), owner.token), nowNanos)
                .write(
                        ref.hash(),
                        LockOperations.extend(ref, owner.token, leaseMillis),
                        payload -> {
                            boolean holds = Results.bool(payload);
                            (holds || owner.unsure > 0 ? mine.holding : mine.idle).add(owner);
                            return holds;
                        },
                        () -> unsure(mine, owner))
                .whenRefused(() -> unsure(mine, owner));
    }

    private ClientOperation giveBack(long client, Owners mine, Owner owner, long nowNanos) {
        CollectionRef ref = ref(owner.lock);
        return calls.invoke(client, new LockCall.Unlock(name(owner.lock), owner.token), nowNanos)
                .write(
                        ref.hash(),
                        LockOperations.unlock(ref, owner.token),
                        payload -> {
                            int left = LockOperations.holdsLeft(payload);
                            owner.unsure = left > 0 ? owner.unsure : Math.max(0, owner.unsure - 1);
                            (left > 0 || owner.unsure > 0 ? mine.holding : mine.idle).add(owner);
                            return left;
                        },
                        () -> unsure(mine, owner))
                .whenRefused(() -> unsure(mine, owner));
    }

    @Override
    public List<String> contradictions() {
        return calls.contradictions();
    }

    @Override
    public long histories() {
        return locks.size();
    }

    @Override
    public long undecided() {
        return calls.undecided();
    }
}
