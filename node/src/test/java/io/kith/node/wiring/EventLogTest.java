package io.kith.node.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.ClusterEvent;
import io.kith.config.MemberEvent;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What nodes log of the cluster. */
class EventLogTest {

    @ParameterizedTest
    @EnumSource(MemberEvent.Kind.class)
    void a_line_names_the_node_and_the_config(MemberEvent.Kind kind) {
        NodeId node = new NodeId(1, 2);
        String line = EventLog.line(
                new ClusterEvent.MemberChanged(new MemberEvent(7, kind, node, new NodeAddress("host", 7400))));
        assertThat(line).startsWith("config 7: node " + node.shortName() + " (host:7400) ");
    }
}
