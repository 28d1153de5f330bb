package io.kith.node.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.ClusterEvent;
import io.kith.config.MemberEvent;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import org.junit.jupiter.api.Test;
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

    @Test
    void an_address_cannot_pass_for_another_line() {
        NodeAddress address = new NodeAddress("host\n12:00:00 ERROR all lost\u001b[2J", 7400);
        String line = EventLog.line(
                new ClusterEvent.MemberChanged(new MemberEvent(7, MemberEvent.Kind.JOINED, new NodeId(1, 2), address)));
        assertThat(line).contains("host\\n12:00:00 ERROR").doesNotContain("\n", "\u001b");
    }
}
