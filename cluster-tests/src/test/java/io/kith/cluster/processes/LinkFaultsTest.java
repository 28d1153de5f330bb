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
    private static final Duration SPAN = Duration.ofSeconds(12);

    /** A replica is dropped no sooner than it was silent for three seconds. */
    private static final double NOT_DROPPED_MILLIS = 1_500;

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

    /**
     * Each thread may meet a lost role while the detour is looked for, which takes as long as the machine is busy; without
     * detours, each of them does every few seconds.
     */
    private static void assertGoesOn(LinkFaults.Effect effect) {
        assertThat(effect.errors()).isEmpty();
        assertThat(effect.membersLost()).as("%s", effect).isZero();
        assertThat(effect.sharedBefore() - effect.sharedAfter())
                .as("%s", effect)
                .isLessThanOrEqualTo(LinkFaults.THREADS);
    }

    @Test
    void without_relaying_writes_stop_until_roles_are_lost() {
        try (LinkFaults faults = new LinkFaults(lab, false)) {
            LinkFaults.Effect effect = faults.cutBetweenNodesUntilLost(2 * LinkFaults.THREADS, Duration.ZERO);
            assertThat(effect.errors()).isEmpty();
            assertThat(effect.configs()).as("%s", effect).isPositive();
            assertThat(effect.sharedBefore() - effect.sharedAfter())
                    .as("%s", effect)
                    .isGreaterThanOrEqualTo(2 * LinkFaults.THREADS);
            assertThat(effect.during().maxMillis()).as("%s", effect).isGreaterThan(NOT_DROPPED_MILLIS);
        } finally {
            lab.heal();
        }
    }
}
