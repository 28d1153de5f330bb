package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.Change;
import io.kith.config.ConfigMessage;
import io.kith.node.core.RelayLimits;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Somebody changes settings again as soon as the last change is decided, so that configs follow each other within
 * milliseconds, on machines so slow that some node is always a few configs behind. What partitions want of the config has
 * to come to its right all the same.
 */
class SettingsUnderChangeTest {
    private static final int NODES = 4;
    private static final int PARTITIONS = 64;
    private static final long LIMIT_NANOS = 5_000 * CutCluster.MILLI;

    @ParameterizedTest
    @CsvSource({"1, 50, 4", "4, 300, 8", "5, 300, 1"})
    void partitions_find_their_places_while_settings_change_all_the_time(long seed, long stepMicros, int setters) {
        CutCluster cluster = new CutCluster(seed, NODES, PARTITIONS, RelayLimits.defaults());
        cluster.nodes.forEach(node -> node.slowDown(stepMicros * 1_000));
        List<Setter> all = new ArrayList<>();
        for (int i = 0; i < setters; i++) {
            all.add(new Setter(cluster, i));
        }
        all.forEach(Setter::set);
        cluster.startClients();
        cluster.runMillis(1_000);
        NodeId victim = cluster.nodes.get(0).id();

        cluster.nodes.get(0).crash();
        cluster.addNode(1);
        cluster.nodes.get(NODES).slowDown(stepMicros * 1_000);
        long crashedNanos = cluster.world.time().nowNanos();
        int before = done(all);
        cluster.runUntil(
                () -> cluster.config().members().size() == NODES
                        && !cluster.config().members().contains(victim)
                        && cluster.misplaced() == 0,
                "all partitions are where the ring wants them");

        assertThat(cluster.world.time().nowNanos() - crashedNanos).isLessThan(LIMIT_NANOS);
        assertThat(done(all) - before).as("settings changed meanwhile").isGreaterThan(5);
        assertThat(cluster.contradictions()).isEmpty();
    }

    private static int done(List<Setter> setters) {
        return setters.stream().mapToInt(setter -> setter.done).sum();
    }

    /** A client that sets one key again and again. */
    private static final class Setter {
        private static final long PATIENCE_NANOS = 1_000 * CutCluster.MILLI;

        private final CutCluster cluster;
        private final SimulatedProcess process;
        private final SimulatedPort port;
        private final SplittableRandom random;
        private final String key;
        private int asked;
        private int done;

        Setter(CutCluster cluster, int index) {
            this.cluster = cluster;
            this.key = "app.counter." + index;
            this.process = cluster.world.addProcess("setter " + index, 0);
            this.port = process.addLoop(this::heard);
            this.random = cluster.world.streams().of("setter", index);
        }

        private void heard(NodeId from, Message message) {
            if (message instanceof ConfigMessage.ProposeAnswer answer && answer.correlation() == asked) {
                done++;
                set();
            }
        }

        void set() {
            asked++;
            int mine = asked;
            List<SimulatedProcess> running = cluster.roster.running();
            Change change = new Change.SetSetting(
                    process.id(), key, Integer.toString(mine), Change.SetSetting.ANY_VERSION, mine, 0, "setter");
            port.send(running.get(random.nextInt(running.size())).id(), new ConfigMessage.ProposeChange(mine, change));
            port.schedule(PATIENCE_NANOS, () -> {
                if (asked == mine) {
                    set();
                }
            });
        }
    }
}
