package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.simulation.GoldenBytes;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Family 3. */
final class ConfigGoldenTest {

    @Test
    void the_bytes_of_each_message_are_those_that_are_kept() {
        assertThat(GoldenBytes.complaints(
                        getClass(),
                        "family-3.txt",
                        MessageCodecs.of(new ConfigMessageCodec()),
                        ConfigMessage.class,
                        samples()))
                .isEmpty();
    }

    @Test
    void there_is_a_change_of_each_kind_among_them() {
        Member member =
                new Member(new NodeId(1, 1), new NodeAddress("host", 1), "zone", 1, false, MemberState.ACTIVE, 3);
        assertThat(changes(new NodeId(1, 1), new NodeId(2, 2), member))
                .extracting(Change::kind)
                .containsExactlyInAnyOrder(Change.Kind.values());
    }

    /** One of each kind. */
    private static List<Change> changes(NodeId a, NodeId b, Member member) {
        return List.of(
                new Change.Admit(b, member),
                new Change.Leave(a, b),
                new Change.Remove(a, b),
                new Change.SetVoters(a, List.of(a, b)),
                new Change.Promote(a, 300, 5, b),
                new Change.Drop(a, 300, 5, b),
                new Change.MovePrimary(a, 300, 5, b),
                new Change.SetSetting(a, "app.key", "value", 6, 0x1122334455667788L, 1_700_000_000_000L, "me"),
                new Change.AcceptLoss(a, 300, 5, b),
                new Change.MarkFull(a, true));
    }

    private static ClusterConfig config(Member member) {
        ClusterParameters parameters = new ClusterParameters("golden", 8, 1_000, 10);
        return Genesis.config(new NodeId(9, 9), parameters, member, 2);
    }

    private static Map<String, ConfigMessage> samples() {
        Map<String, ConfigMessage> samples = new TreeMap<>();
        NodeId a = new NodeId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
        NodeId b = new NodeId(-1, 2);
        Instance instance = new Instance(b, 1, 300);
        Ballot ballot = new Ballot(5, a);
        Member member = new Member(a, new NodeAddress("host", 7400), "zone", 100, false, MemberState.ACTIVE, 3);
        List<Change> changes = changes(a, b, member);
        ConfigMessage.ConfigSteps steps = new ConfigMessage.ConfigSteps(instance, List.of(changes, List.of()));
        samples.put("prepare", new ConfigMessage.Prepare(instance, ballot));
        samples.put("promise", new ConfigMessage.Promise(instance, ballot, new Ballot(4, b), changes.subList(0, 2)));
        samples.put("accept", new ConfigMessage.Accept(instance, ballot, changes.subList(2, 3), true));
        samples.put("accepted", new ConfigMessage.Accepted(instance, ballot));
        samples.put("outbid", new ConfigMessage.Outbid(instance, ballot, new Ballot(6, b)));
        samples.put("objection", new ConfigMessage.Objection(instance, ballot, List.of(0, 300), "why"));
        samples.put("wishes", new ConfigMessage.Wishes(instance, changes.subList(4, 5), 1));
        samples.put("fullConfig", new ConfigMessage.FullConfig(config(member)));
        samples.put("configSteps", steps);
        samples.put("spread", new ConfigMessage.Spread(steps, 3));
        samples.put("pullConfig", new ConfigMessage.PullConfig(1, 300));
        samples.put("holdsConfig", new ConfigMessage.HoldsConfig(instance, true));
        samples.put("joinRequest", new ConfigMessage.JoinRequest(member));
        samples.put("joinDelayed", new ConfigMessage.JoinDelayed("later"));
        samples.put("proposeChange", new ConfigMessage.ProposeChange(17, changes.get(7)));
        samples.put("forceConfig", new ConfigMessage.ForceConfig(18, instance, List.of(a, b), List.of()));
        samples.put("proposeChangeOfTheGone", new ConfigMessage.ProposeChange(17, changes.get(8), List.of(a, b)));
        samples.put("forceConfigWithoutTheGone", new ConfigMessage.ForceConfig(18, instance, List.of(a), List.of(b)));
        samples.put("proposeAnswer", new ConfigMessage.ProposeAnswer(17, false, "no", 300));
        samples.put("suspicion", new ConfigMessage.Suspicion(300, b, true));
        return samples;
    }
}
