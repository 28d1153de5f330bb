package io.kith.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.simulation.GoldenBytes;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Family 2. */
final class MembershipGoldenTest {

    @Test
    void the_bytes_of_each_message_are_those_that_are_kept() {
        assertThat(GoldenBytes.complaints(
                        getClass(),
                        "family-2.txt",
                        MessageCodecs.of(new MembershipCodec()),
                        MembershipMessage.class,
                        samples()))
                .isEmpty();
    }

    private static Map<String, MembershipMessage> samples() {
        Map<String, MembershipMessage> samples = new TreeMap<>();
        NodeId a = new NodeId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
        NodeId b = new NodeId(-1, 2);
        LinkReport report =
                new LinkReport(a, 7, List.of(1_000L, 2_000L), List.of(new LinkReport.Link(b, true, 300, 4_000, 5, 6)));
        samples.put("heartbeat", new Heartbeat(300, 0x1122334455667788L, 129, 2));
        samples.put("heartbeatAnswer", new HeartbeatAnswer(300, 0x1122334455667788L, 129, 130, 2, 255, 1));
        samples.put("probeRequest", new ProbeRequest(5, b));
        samples.put("probe", new Probe(9));
        samples.put("probeAck", new ProbeAck(9, 3));
        samples.put("probeAnswer", new ProbeAnswer(5, b, true));
        samples.put("accusation", new Accusation(b, 4, true));
        samples.put("refutation", new Refutation(5));
        samples.put("linkGossip", new LinkGossip(List.of(report)));
        samples.put("pullLinks", new PullLinks());
        samples.put("linkSurvey", new LinkSurvey(List.of(report, report)));
        return samples;
    }
}
