package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.replication.safety.Rule;
import io.kith.replication.safety.RulesWithout;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class SimulationRunnerTest {

    @Test
    void a_failure_is_told_in_a_line_that_replays_it() {
        StringWriter told = new StringWriter();
        SimulationRunner runner = new SimulationRunner(
                new ProductionSystem(RulesWithout.rules(EnumSet.of(Rule.ACKNOWLEDGE_SET_HAS_JOINER))));
        long failures = runner.run(1, 20, 0, 0, 1, new PrintWriter(told));
        assertThat(failures).isPositive().isEqualTo(runner.summary().failures());
        String line = told.toString().lines().findFirst().orElseThrow();
        assertThat(line).matches("./kith simulate --replay \\d+  # [A-Z]+ .*");
        long seed = Long.parseLong(line.replaceAll("\\D*(\\d+)\\s.*", "$1"));
        StringWriter replayed = new StringWriter();
        assertThat(runner.replay(seed, 0, new PrintWriter(replayed)).failure())
                .isEqualTo(line.substring(line.indexOf("# ") + 2));
        assertThat(replayed.toString()).contains("FAILURE");
    }
}
