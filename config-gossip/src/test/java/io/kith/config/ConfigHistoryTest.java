package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A client comes back after a thousand versions. */
class ConfigHistoryTest {
    private static final int VERSIONS = 1_000;
    private static final ConfigMessageCodec CODEC = new ConfigMessageCodec();

    private final Member founder =
            new Member(new NodeId(1, 1), new NodeAddress("localhost", 1), "default", 100, false, MemberState.ACTIVE, 0);
    private final ConfigHistory history =
            new ConfigHistory(Genesis.config(new NodeId(9, 9), ClusterParameters.defaults("long away"), founder, 2));
    private final ConfigFollower client = new ConfigFollower();

    @Test
    void one_answer_brings_it_up_to_date_also_if_it_is_the_whole_config() {
        client.apply(new ConfigMessage.FullConfig(history.config()));
        for (int i = 0; i < VERSIONS; i++) {
            decide(new Change.SetSetting(founder.id(), "app.key-" + i % 7, "value " + i));
        }

        byte[] answer = answer();

        assertThat(client.apply((ConfigMessage.ConfigUpdate) CODEC.read(WireInput.of(answer))))
                .isEqualTo(ConfigFollower.Outcome.ADVANCED);
        assertThat(client.config()).isEqualTo(history.config());
        assertThat(answer.length).as("one frame, far from its bound").isLessThan(100_000);
    }

    @Test
    void a_few_versions_cost_a_few_bytes() {
        client.apply(new ConfigMessage.FullConfig(history.config()));
        for (int i = 0; i < 3; i++) {
            decide(new Change.SetSetting(founder.id(), "app.key", "value " + i));
        }

        byte[] answer = answer();

        assertThat(client.apply((ConfigMessage.ConfigUpdate) CODEC.read(WireInput.of(answer))))
                .isEqualTo(ConfigFollower.Outcome.ADVANCED);
        assertThat(client.config()).isEqualTo(history.config());
        assertThat(answer.length).isLessThan(250);
    }

    private void decide(Change change) {
        List<Change> value = List.of(change);
        history.advance(ConfigTransition.apply(history.config(), value), value);
    }

    private byte[] answer() {
        ConfigMessage.PullConfig pull = client.pull();
        WireOutput out = WireOutput.onHeap(1_024);
        CODEC.write(Objects.requireNonNull(history.since(pull.generation(), pull.configId())), out);
        return out.toByteArray();
    }
}
