package io.kith.simulation.fault;

import io.kith.simulation.NetworkOptions;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/** Breaks a cluster at random, in the mix that {@link FaultOptions} says, until its time is over. */
public final class FaultPlan {
    private static final long MILLIS = 1_000_000L;
    private static final long MIN_DURATION_NANOS = 20 * MILLIS;

    /** Shorter suspensions cannot be told from jitter of the wall clock. */
    private static final long MIN_SUSPENSION_NANOS = 100 * MILLIS;

    private final SimulatedWorld world;
    private final FaultOptions options;
    private final FaultTarget target;
    private final int minNodes;
    private final int maxNodes;
    private final SplittableRandom random;
    private long endNanos;

    /**
     * A plan that does nothing until it is started.
     *
     * @param minNodes crashes and leaves never bring the cluster below so many nodes
     * @param maxNodes joins never bring it above so many
     */
    public FaultPlan(SimulatedWorld world, FaultOptions options, FaultTarget target, int minNodes, int maxNodes) {
        this.world = world;
        this.options = options;
        this.target = target;
        this.minNodes = minNodes;
        this.maxNodes = maxNodes;
        this.random = world.streams().of("faults");
    }

    /** Begins to break things, for {@code durationNanos}. */
    public void start(long durationNanos) {
        endNanos = world.time().nowNanos() + durationNanos;
        planNextRound();
    }

    /** Ends all faults that can end: cuts, pauses, hangs, slowness. The dead stay dead. */
    public void heal() {
        endNanos = world.time().nowNanos();
        world.network().mend();
        world.network().become(NetworkOptions.calm());
        target.nodes().forEach(SimulatedProcess::recover);
        target.clients().forEach(SimulatedProcess::recover);
        world.note("healed");
    }

    private void planNextRound() {
        long delayNanos = random.nextLong(options.everyMinNanos(), options.everyMaxNanos() + 1);
        if (world.time().nowNanos() + delayNanos < endNanos) {
            world.time().after(delayNanos, () -> {
                round();
                planNextRound();
            });
        }
    }

    private void round() {
        if (world.time().nowNanos() >= endNanos || target.nodes().isEmpty()) {
            return;
        }
        if (happens(options.cut())) {
            cut();
        }
        if (happens(options.pause())) {
            long nanos = duration(MIN_DURATION_NANOS);
            SimulatedProcess node = any(target.nodes());
            note(node + " pauses", nanos);
            node.pause(nanos);
        }
        if (happens(options.suspend())) {
            long nanos = duration(MIN_SUSPENSION_NANOS);
            SimulatedProcess node = any(target.nodes());
            note(node + " is suspended", nanos);
            node.suspend(nanos);
        }
        if (happens(options.hang())) {
            long nanos = duration(MIN_DURATION_NANOS);
            SimulatedProcess node = any(target.nodes());
            SimulatedPort port = any(node.ports());
            note(node + " hangs in loop " + port.lane(), nanos);
            port.loop().hang(nanos);
        }
        if (happens(options.clockJump())) {
            SimulatedProcess node = any(target.nodes());
            long millis = random.nextLong(-5_000, 5_000);
            // Set back by just as long as the machine is suspended, a clock would hide the suspension: see
            // docs/protocol.md.
            if (!node.clock().isSuspended()) {
                note(node + " has its wall clock set by " + millis + " ms", 0);
                node.clock().jump(millis);
            }
        }
        if (happens(options.slow())) {
            SimulatedProcess node = any(target.nodes());
            long nanos = random.nextBoolean() ? 0 : random.nextLong(2 * MILLIS);
            note(node + " takes " + nanos + " ns a step", 0);
            node.slowDown(nanos);
        }
        comeAndGo();
    }

    private void comeAndGo() {
        if (happens(options.crash()) && target.nodes().size() > minNodes) {
            crash(any(target.nodes()));
        }
        if (happens(options.massCrash())) {
            for (int left = target.nodes().size() / 2;
                    left > 0 && target.nodes().size() > minNodes;
                    left--) {
                crash(any(target.nodes()));
            }
        }
        if (happens(options.join()) && target.nodes().size() < maxNodes) {
            target.join();
        }
        if (happens(options.leave()) && target.nodes().size() > minNodes) {
            SimulatedProcess node = any(target.nodes());
            note(node + " is asked to leave", 0);
            target.leave(node);
        }
        if (happens(options.handOver())) {
            target.handOver();
        }
    }

    private void crash(SimulatedProcess node) {
        boolean noticed = random.nextBoolean();
        note(node + " crashes" + (noticed ? "" : " silently"), 0);
        target.crash(node, noticed);
        if (happens(options.restart())) {
            world.time().after(random.nextLong(500 * MILLIS), () -> {
                if (world.time().nowNanos() < endNanos && target.nodes().size() < maxNodes) {
                    target.join();
                }
            });
        }
    }

    private void cut() {
        List<SimulatedProcess> nodes = target.nodes();
        SimulatedProcess victim = any(nodes);
        BitSet one = set(victim);
        BitSet others = everybody(target.clients().isEmpty() || random.nextBoolean());
        others.clear(victim.index());
        BitSet back = one;
        String what;
        switch (random.nextInt(7)) {
            case 0 -> what = "isolates " + victim;
            case 1 -> {
                SimulatedProcess other = any(nodes);
                others = set(other);
                what = "cuts " + victim + " from " + other;
            }
            case 2 -> {
                SimulatedProcess other = any(nodes);
                others = set(other);
                back = new BitSet();
                what = "cuts the way " + victim + " -> " + other;
            }
            case 3 -> {
                others = some(others);
                back = new BitSet();
                what = "mutes " + victim + " towards " + others;
            }
            case 4 -> {
                BitSet senders = some(others);
                others = one;
                one = senders;
                back = new BitSet();
                what = "deafens " + victim + " to " + senders;
            }
            case 5 -> {
                one = some(everybody(false));
                others = everybody(false);
                others.andNot(one);
                back = one;
                what = "splits off " + one;
            }
            default -> {
                one = target.clients().isEmpty() ? one : set(any(target.clients()));
                others = some(everybody(true));
                others.andNot(one);
                back = one;
                what = "cuts client " + one + " from " + others;
            }
        }
        long nanos = duration(MIN_DURATION_NANOS);
        long flapNanos = random.nextInt(4) == 0 ? random.nextLong(20 * MILLIS, 300 * MILLIS) : 0;
        boolean holds = random.nextInt(3) == 0;
        note("network " + what + (flapNanos > 0 ? ", flapping" : "") + (holds ? ", holding back" : ""), nanos);
        world.network().cut(one, others, nanos, flapNanos, holds);
        if (!back.isEmpty()) {
            world.network().cut(others, back, nanos, flapNanos, holds);
        }
    }

    private BitSet everybody(boolean onlyNodes) {
        BitSet all = new BitSet();
        target.nodes().forEach(node -> all.set(node.index()));
        if (!onlyNodes) {
            target.clients().forEach(client -> all.set(client.index()));
        }
        return all;
    }

    /** About two thirds of {@code all}. */
    private BitSet some(BitSet all) {
        BitSet chosen = new BitSet();
        all.stream().filter(index -> random.nextInt(3) > 0).forEach(chosen::set);
        return chosen;
    }

    private static BitSet set(SimulatedProcess process) {
        BitSet one = new BitSet();
        one.set(process.index());
        return one;
    }

    private long duration(long minNanos) {
        return minNanos + (long) (random.nextDouble() * random.nextDouble() * options.maxDurationNanos());
    }

    private boolean happens(double chance) {
        return chance > 0 && random.nextDouble() < chance;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void note(String what, long durationNanos) {
        world.trace().event(world.time().nowNanos(), "fault", what.hashCode(), durationNanos);
        if (world.trace().isRead()) {
            world.note("FAULT " + what + (durationNanos > 0 ? " for " + durationNanos / MILLIS + " ms" : ""));
        }
    }
}
