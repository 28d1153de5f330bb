package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.replication.safety.SafetyRules;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Clients of production's code share clusters with those that go astray on purpose. */
class RouterClientTest {
    private static final int RUNS = 4;

    @Test
    void what_clients_of_production_see_is_linearizable_whatever_breaks() {
        LongStream.iterate(1, seed -> seed + 1)
                .mapToObj(SimulationOptions::draw)
                .filter(SimulationOptions::productionClients)
                .limit(RUNS)
                .forEach(options -> {
                    SimulationResult result =
                            new ClusterSimulation(options, new ProductionSystem(SafetyRules.production()), null).run();
                    assertThat(result.failure()).as("seed %d", options.seed()).isNull();
                    assertThat(result.counts())
                            .as("seed %d", options.seed())
                            .hasEntrySatisfying(
                                    "clients of production",
                                    count -> assertThat(count).isPositive())
                            .hasEntrySatisfying(
                                    "operations of clients of production answered",
                                    count -> assertThat(count).isPositive());
                });
    }

    @Test
    void a_share_of_the_runs_has_them() {
        long drawn = LongStream.rangeClosed(1, 300)
                .mapToObj(SimulationOptions::draw)
                .filter(SimulationOptions::productionClients)
                .count();
        assertThat(drawn).isBetween(70L, 130L);
    }
}
