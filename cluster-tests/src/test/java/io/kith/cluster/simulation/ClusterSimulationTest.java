package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.simulation.NetworkOptions;
import io.kith.simulation.fault.FaultOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ClusterSimulationTest {
    private static final long MILLIS = 1_000_000L;

    @Test
    void a_right_system_passes_under_cuts_pauses_and_a_bad_network() {
        long answered = 0;
        for (long seed = 1; seed <= 20; seed++) {
            SimulationResult result = run(seed, ToySystem.Flaw.NONE);
            assertThat(result.failure()).as("seed %d", seed).isNull();
            assertThat(result.counts()).containsEntry("runs settled", 1L).containsEntry("histories undecided", 0L);
            answered += result.counts().get("operations answered");
        }
        assertThat(answered).isGreaterThan(2_000);
    }

    @Test
    void the_same_seed_gives_the_same_trace() {
        SimulationResult first = run(5, ToySystem.Flaw.NONE);
        assertThat(run(5, ToySystem.Flaw.NONE)).isEqualTo(first);
        assertThat(run(6, ToySystem.Flaw.NONE).traceHash()).isNotEqualTo(first.traceHash());
    }

    @Test
    void a_commit_that_not_all_replicas_hold_is_found() {
        assertThat(run(1, ToySystem.Flaw.COMMITS_WITHOUT_ALL).failure()).startsWith("LOST");
    }

    @Test
    void an_acknowledge_set_that_lacks_a_replica_is_found() {
        assertThat(run(1, ToySystem.Flaw.FORGETS_A_REPLICA).failure()).startsWith("ACKSET");
    }

    @Test
    void a_stale_read_is_found() {
        boolean found = false;
        for (long seed = 1; seed <= 20 && !found; seed++) {
            String failure = run(seed, ToySystem.Flaw.READS_WITH_PENDING_WRITES).failure();
            found = failure != null && failure.startsWith("LINEARIZABILITY");
        }
        assertThat(found).isTrue();
    }

    @Test
    void a_run_can_be_read() {
        StringWriter text = new StringWriter();
        new ClusterSimulation(options(3), new ToySystem(ToySystem.Flaw.NONE), new PrintWriter(text)).run();
        assertThat(text.toString())
                .contains("formed")
                .contains("FAULT")
                .contains("healed")
                .contains("is answered");
    }

    @Test
    void options_of_a_seed_never_change_by_themselves() {
        assertThat(SimulationOptions.draw(77)).isEqualTo(SimulationOptions.draw(77));
        assertThat(SimulationOptions.draw(77, 5).cluster().nodes()).isEqualTo(5);
    }

    private static SimulationResult run(long seed, ToySystem.Flaw flaw) {
        return new ClusterSimulation(options(seed), new ToySystem(flaw), null).run();
    }

    /** Everything but what the toy cannot stand: nobody comes or goes. */
    private static SimulationOptions options(long seed) {
        return new SimulationOptions(
                seed,
                new SimulatedClusterOptions(3, 3, 1, 4, 3, 1, 1_000, 10),
                new NetworkOptions(100_000, MILLIS, 0.05, 300 * MILLIS, 0.02, 0.05, 0.01, 0.1),
                new FaultOptions(
                        30 * MILLIS, 200 * MILLIS, 1_000 * MILLIS, 0.5, 0.2, 0.1, 0.1, 0.1, 0.1, 0, 0, 0, 0, 0, 0),
                new WorkloadOptions(3, 3, 50, 20 * MILLIS, 100 * MILLIS, 60_000 * MILLIS, 4, 100, false),
                false,
                false,
                10_000 * MILLIS,
                5_000 * MILLIS,
                10_000 * MILLIS);
    }
}
