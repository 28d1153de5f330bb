package io.kith.cluster.simulation;

import io.kith.simulation.NetworkOptions;
import io.kith.simulation.RandomStreams;
import io.kith.simulation.fault.FaultOptions;
import java.util.SplittableRandom;

/**
 * All that makes one run different from another, drawn from its seed. Each kind of fault is off in many runs: mixes in
 * which everything fails at once hide the rare ones.
 *
 * @param seed what all chance of the run derives from
 * @param wireBytes whether messages cross the network as bytes
 * @param productionClients whether some of the clients are production's
 * @param formNanos how long the cluster may take to form before faults begin
 * @param faultNanos how long faults go on
 * @param settleNanos how long the cluster has to settle once they have ended
 */
public record SimulationOptions(
        long seed,
        SimulatedClusterOptions cluster,
        NetworkOptions network,
        FaultOptions faults,
        WorkloadOptions workload,
        boolean wireBytes,
        boolean productionClients,
        long formNanos,
        long faultNanos,
        long settleNanos) {

    private static final long MICROS = 1_000L;
    private static final long MILLIS = 1_000_000L;

    /** The mix of {@code seed}, with 3 to 6 nodes at the start. */
    public static SimulationOptions draw(long seed) {
        return draw(seed, 0);
    }

    /** The mix of {@code seed} with {@code nodes} nodes at the start; as many as the seed says if that is 0. */
    public static SimulationOptions draw(long seed, int nodes) {
        RandomStreams streams = new RandomStreams(seed);
        SplittableRandom random = streams.of("options");
        int drawn = 3 + random.nextInt(4);
        int start = nodes > 0 ? nodes : drawn;
        int leaseMillis = 1_000;
        SimulatedClusterOptions cluster = new SimulatedClusterOptions(
                start,
                start + random.nextInt(4),
                1 + random.nextInt(3),
                nodes > 16 ? Integer.highestOneBit(4 * nodes) : 1 << random.nextInt(4),
                (int) pick(random, 2, 2, 3),
                (int) pick(random, 1, 1, 2),
                leaseMillis,
                (int) pick(random, 0, 10, 50),
                memoryBytes(streams.of("memory")),
                diskNanos(streams.of("disk")));
        NetworkOptions network = network(random, leaseMillis);
        FaultOptions faults = faults(random, leaseMillis);
        boolean clocksAgree =
                faults.clockJump() == 0 && streams.of("wall clocks").nextBoolean();
        return new SimulationOptions(
                seed,
                cluster,
                network,
                faults,
                workload(random, cluster.partitions(), streams.of("collections"), clocksAgree),
                random.nextInt(4) == 0,
                streams.of("production clients").nextInt(3) == 0,
                10_000 * MILLIS,
                6_000 * MILLIS,
                20_000 * MILLIS);
    }

    /** Now and then so little that nodes are full before long. */
    private static long memoryBytes(SplittableRandom random) {
        return random.nextInt(6) == 0 ? 200 + random.nextInt(1_500) : Long.MAX_VALUE;
    }

    /** In some runs what is written takes its time before it is persisted. */
    private static long diskNanos(SplittableRandom random) {
        return random.nextInt(4) == 0 ? nanos(MILLIS, pick(random, 0.2, 4, 40)) : 0;
    }

    private static NetworkOptions network(SplittableRandom random, int leaseMillis) {
        return new NetworkOptions(
                nanos(MICROS, pick(random, 50, 200, 500)),
                nanos(MICROS, pick(random, 200, 1_000, 8_000)),
                pick(random, 0, 0, 0.01, 0.05, 0.15),
                nanos(leaseMillis * MILLIS, pick(random, 0.2, 0.7, 2)),
                pick(random, 0, 0, 0.02, 0.1),
                pick(random, 0, 0.05, 0.2),
                pick(random, 0, 0, 0.01),
                pick(random, 0, 0, 0.1, 1));
    }

    private static FaultOptions faults(SplittableRandom random, int leaseMillis) {
        return new FaultOptions(
                30 * MILLIS,
                nanos(MILLIS, pick(random, 230, 230, 1_000)),
                nanos(leaseMillis * MILLIS, pick(random, 0.5, 2.5, 2.5)),
                pick(random, 0, 0.1, 0.3, 0.6),
                pick(random, 0, 0.1, 0.3),
                pick(random, 0, 0, 0.1),
                pick(random, 0, 0, 0.1),
                pick(random, 0, 0, 0.1),
                pick(random, 0, 0, 0.1),
                pick(random, 0, 0.02, 0.05),
                pick(random, 0, 0, 0, 0.01),
                pick(random, 0.5, 1),
                pick(random, 0, 0.05, 0.2),
                pick(random, 0, 0, 0.05),
                pick(random, 0, 0.05, 0.2));
    }

    private static WorkloadOptions workload(
            SplittableRandom random, int partitions, SplittableRandom collections, boolean clocksAgree) {
        return new WorkloadOptions(
                2 + random.nextInt(4),
                1 + random.nextInt(6),
                (int) pick(random, 30, 50, 50, 80),
                20 * MILLIS,
                nanos(MILLIS, pick(random, 60, 150, 500)),
                nanos(MILLIS, pick(random, 300, 3_000, 60_000)),
                partitions,
                (int) pick(collections, 100, 100, 40, 10),
                clocksAgree);
    }

    private static long nanos(long unitNanos, double units) {
        return Math.round(unitNanos * units);
    }

    private static double pick(SplittableRandom random, double... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
