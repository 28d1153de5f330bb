package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.replication.ProtocolRules;
import io.kith.replication.Rule;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The production protocol cores in the simulator: nothing forbidden happens, and what would let it happen is found. */
class ProductionSimulationTest {
    private static final int SEEDS = Integer.getInteger("kith.simulation.seeds", 400);
    private static final long CALM_SEEDS = 20;
    private static final int THREADS = 2;

    @Test
    void a_calm_cluster_forms_serves_and_comes_to_rest() {
        for (long seed = 1; seed <= CALM_SEEDS; seed++) {
            SimulationResult result = run(calm(SimulationOptions.draw(seed)), ProtocolRules.all());
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
        long failures = new SimulationRunner(new ProductionSystem(ProtocolRules.all()))
                .run(1, SEEDS, 0, 0, THREADS, new PrintWriter(text));
        assertThat(failures).as(text.toString()).isZero();
    }

    @Test
    void the_same_seed_gives_the_same_trace() {
        for (long seed = 1; seed <= 10; seed++) {
            SimulationOptions options = SimulationOptions.draw(seed);
            SimulationResult first = run(options, ProtocolRules.all());
            assertThat(run(options, ProtocolRules.all())).isEqualTo(first);
        }
    }

    /** A rule, a seed at which the search for its absence begins, and how many seeds it may take. */
    @ParameterizedTest
    @CsvSource({
        "ACKNOWLEDGE_SET_HAS_JOINER, 1, 20",
        "SHRINK_ONLY_WHEN_DECIDED, 1, 200",
        "WAIT_BEFORE_ACTIVATION, 20, 300",
        "GRANT_NAMES_CONFIG, 40, 400",
        "PRIMARY_LEASE, 1, 100",
        "DELEGATION_FROM_SENDING, 1, 100",
        "REMOVAL_WAITS_FOR_DELEGATION, 1, 300",
        "PENDING_WRITE_BLOCKS_READ, 1, 50",
        "ACTIVATION_SYNCHRONISES, 70, 500",
        "ADOPTION_VOIDS_DELEGATIONS, 1, 100",
        "COPY_IS_NUMBERED, 1, 200",
        "ADOPTION_ROUND, 1, 200",
    })
    void the_absence_of_a_rule_is_noticed(Rule rule, long seedFrom, long seeds) {
        ProtocolRules rules = ProtocolRules.without(EnumSet.of(rule));
        boolean found = false;
        for (long seed = seedFrom; seed < seedFrom + seeds && !found; seed++) {
            String failure = run(SimulationOptions.draw(seed), rules).failure();
            found = failure != null && !failure.startsWith("UNSETTLED");
        }
        assertThat(found).as("a violation without " + rule).isTrue();
    }

    private static SimulationResult run(SimulationOptions options, ProtocolRules rules) {
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
                drawn.formNanos(),
                drawn.faultNanos() / 2,
                drawn.settleNanos());
    }
}
