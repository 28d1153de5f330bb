package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Five real nodes on hosts of their own, of which single links are cut while all others work. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkFaultsTest {
    private static final int HOSTS = 5;
    private static final Duration SPAN = Duration.ofSeconds(6);
    private static final int ATTEMPTS = 5;
    private static final double LONGEST_MILLIS = 2_500;

    private NetworkLab lab;

    @BeforeAll
    void start() {
        String missing = NetworkLab.missing();
        assumeTrue(missing == null, missing);
        lab = new NetworkLab(HOSTS);
    }

    @AfterAll
    void end() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void a_link_between_nodes_or_to_one_node_is_cut_and_with_relaying_all_goes_on() {
        try (LinkFaults faults = new LinkFaults(lab, true)) {
            assertGoesOn(faults, () -> faults.cutBetweenNodes(SPAN));
            faults.heal();
            assertGoesOn(faults, () -> faults.cutFromClients(SPAN));
        } finally {
            lab.heal();
        }
    }

    /** Roles are also lost where a machine is too busy for heartbeats, but hardly each time; without relays, each time. */
    private static void assertGoesOn(LinkFaults faults, Supplier<LinkFaults.Effect> cut) {
        List<LinkFaults.Effect> stopped = new ArrayList<>();
        while (stopped.size() < ATTEMPTS) {
            LinkFaults.Effect effect = cut.get();
            assertThat(effect.errors()).isEmpty();
            boolean goesOn = effect.configs() == 0
                    && effect.membersLost() == 0
                    && effect.during().maxMillis() < LONGEST_MILLIS
                    && effect.during().operations() > 200;
            if (goesOn) {
                return;
            }
            stopped.add(effect);
            faults.heal();
        }
        assertThat(stopped).as("no role is lost, nobody waits").isEmpty();
    }

    @Test
    void without_relaying_writes_stop_until_roles_are_lost() {
        try (LinkFaults faults = new LinkFaults(lab, false)) {
            LinkFaults.Effect effect = faults.cutBetweenNodes(SPAN);
            assertThat(effect.errors()).isEmpty();
            assertThat(effect.configs()).as("%s", effect).isPositive();
            assertThat(effect.during().maxMillis()).as("%s", effect).isGreaterThan(LONGEST_MILLIS);
        } finally {
            lab.heal();
        }
    }
}
