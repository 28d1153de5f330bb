package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.replication.safety.SafetyRules;
import io.kith.simulation.NetworkOptions;
import io.kith.simulation.fault.FaultOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** The production protocol cores in the simulator: nothing forbidden happens, whatever breaks. */
class ProductionSimulationTest {
    private static final int SEEDS = Integer.getInteger("kith.simulation.seeds", 2_000);
    private static final long CALM_SEEDS = 20;
    private static final int THREADS = 2;

    @Test
    void a_calm_cluster_forms_serves_and_comes_to_rest() {
        for (long seed = 1; seed <= CALM_SEEDS; seed++) {
            SimulationResult result = run(calm(SimulationOptions.draw(seed)), SafetyRules.production());
            assertThat(result.failure()).as("seed %d", seed).isNull();
            assertThat(result.counts())
                    .as("seed %d", seed)
                    .containsEntry("runs settled", 1L)
                    .hasEntrySatisfying(
                            "operations answered",
                            answered -> assertThat(answered).isPositive());
        }
    }

    @Test
    void nothing_forbidden_happens_whatever_breaks() {
        StringWriter text = new StringWriter();
        long failures = new SimulationRunner(new ProductionSystem(SafetyRules.production()))
                .run(1, SEEDS, 0, 0, THREADS, new PrintWriter(text));
        assertThat(failures).as(text.toString()).isZero();
    }

    @Test
    void the_same_seed_gives_the_same_trace() {
        for (long seed = 1; seed <= 10; seed++) {
            SimulationOptions options = SimulationOptions.draw(seed);
            SimulationResult first = run(options, SafetyRules.production());
            assertThat(run(options, SafetyRules.production())).isEqualTo(first);
        }
    }

    private static SimulationResult run(SimulationOptions options, SafetyRules rules) {
        return new ClusterSimulation(options, new ProductionSystem(rules), null).run();
    }

    private static SimulationOptions calm(SimulationOptions drawn) {
        return new SimulationOptions(
                drawn.seed(),
                drawn.cluster(),
                NetworkOptions.calm(),
                FaultOptions.none(),
                drawn.workload(),
                drawn.wireBytes(),
                drawn.productionClients(),
                drawn.formNanos(),
                drawn.faultNanos() / 2,
                drawn.settleNanos());
    }
}
