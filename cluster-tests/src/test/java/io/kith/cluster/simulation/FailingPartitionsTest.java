package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whole clusters, on one node of which the code of partitions fails now and then. */
class FailingPartitionsTest {
    private static final int RUNS = 20;
    private static final long MOST_SEEDS = 300;

    @Test
    void what_fails_in_a_partition_of_one_node_loses_nothing_and_is_copied_anew() {
        int faults = 0;
        long steppedBack = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            FailingSystem system = new FailingSystem(seed, true);
            SimulationResult result = run(seed, system);
            assertThat(result.failure()).as("seed %d", seed).isNull();
            faults += system.faults();
            steppedBack += result.counts().getOrDefault("runs settled", 0L);
        }
        assertThat(faults).isGreaterThan(RUNS);
        assertThat(steppedBack).isGreaterThan(RUNS / 2);
    }

    @Test
    void it_is_noticed_if_a_partition_that_failed_goes_on() {
        String failure = null;
        long seed = 0;
        while (seed < MOST_SEEDS && !isViolation(failure)) {
            seed++;
            failure = run(seed, new FailingSystem(seed, false)).failure();
        }
        assertThat(isViolation(failure))
                .as("a violation in %d runs", MOST_SEEDS)
                .isTrue();
    }

    private static SimulationResult run(long seed, FailingSystem system) {
        return new ClusterSimulation(SimulationOptions.draw(seed), system, null).run();
    }

    private static boolean isViolation(@Nullable String failure) {
        return failure != null && !failure.startsWith("UNSETTLED") && !failure.startsWith("FORM");
    }
}
