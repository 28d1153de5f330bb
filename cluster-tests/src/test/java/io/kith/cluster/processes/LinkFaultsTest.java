package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Five real nodes on hosts of their own, of which single links are cut while all others work. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkFaultsTest {
    private static final int HOSTS = 5;
    private static final Duration SPAN = Duration.ofSeconds(6);
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
            assertGoesOn(faults.cutBetweenNodes(SPAN));
            faults.heal();
            assertGoesOn(faults.cutFromClients(SPAN));
        } finally {
            lab.heal();
        }
    }

    private static void assertGoesOn(LinkFaults.Effect effect) {
        assertThat(effect.errors()).isEmpty();
        assertThat(effect.configs()).as("no role is lost: %s", effect).isZero();
        assertThat(effect.membersLost()).isZero();
        assertThat(effect.during().maxMillis()).as("%s", effect).isLessThan(LONGEST_MILLIS);
        assertThat(effect.during().operations()).as("%s", effect).isGreaterThan(200);
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
