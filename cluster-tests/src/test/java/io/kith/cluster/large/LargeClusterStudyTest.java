package io.kith.cluster.large;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What a node has to do must not grow with the cluster, and one bad link must cost nobody else his place. */
class LargeClusterStudyTest {
    private static final int NODES = Integer.getInteger("kith.large.nodes", 100);

    /** 8 that it watches, some that share partitions with it, and for a voter the other voters. */
    private static final long MOST_PEERS = 60;

    /** A heartbeat and an answer to each peer and to each that watches it, four times a second, and some more. */
    private static final double MOST_MESSAGES_A_SECOND = 1_000;

    @Test
    void a_large_cluster_forms_and_bears_crashes_and_bad_links() {
        LargeClusterReport report = new LargeClusterStudy(NODES, 1, what -> {}).run();
        assertThat(report.problems()).as(report.toString()).isEmpty();
        assertThat(report.peersMax()).isLessThanOrEqualTo(MOST_PEERS);
        assertThat(report.sentMax()).isLessThan(MOST_MESSAGES_A_SECOND);
        assertThat(report.receivedMax()).isLessThan(MOST_MESSAGES_A_SECOND);
        assertThat(report.disseminationP99Millis()).isLessThan(500);
        assertThat(report.crashMillis()).isLessThan(10_000);
        assertThat(report.flappingEvicted())
                .as("others evicted for a flapping node")
                .isZero();
        assertThat(report.deafEvicted()).as("others evicted for a deaf node").isZero();
        assertThat(report.muteEvicted()).as("others evicted for a mute node").isZero();
    }

    @Test
    void a_cluster_too_small_to_study_is_refused() {
        assertThatThrownBy(() -> new LargeClusterStudy(5, 1, what -> {})).hasMessageContaining("20 nodes or more");
    }
}
