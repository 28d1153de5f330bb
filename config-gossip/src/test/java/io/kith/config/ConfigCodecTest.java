package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConfigCodecTest {
    private static final ConfigMessageCodec CODEC = new ConfigMessageCodec();

    @Property(tries = 100)
    void a_config_survives_the_wire_and_equal_configs_are_equal_bytes(@ForAll long seed) {
        ClusterConfig config = ConfigEvolution.config(seed);
        byte[] bytes = bytes(config);
        WireInput in = WireInput.of(bytes);

        ClusterConfig copy = ConfigCodec.read(in);

        assertThat(in.remaining()).isZero();
        assertThat(copy).isEqualTo(config);
        assertThat(bytes(copy)).isEqualTo(bytes);
    }

    @Property(tries = 80)
    void every_message_survives_the_wire(@ForAll long seed) {
        for (ConfigMessage message : messages(seed)) {
            WireInput in = WireInput.of(write(message));
            assertThat(CODEC.read(in)).isEqualTo(message);
            in.expectEnd();
        }
    }

    @Property(tries = 80)
    void damaged_bytes_are_another_message_or_a_clear_error(@ForAll long seed) {
        Random random = new Random(seed);
        for (ConfigMessage message : messages(seed)) {
            byte[] bytes = write(message);
            for (int i = 0; i < 3; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            readOrRefuse(bytes);
            readOrRefuse(Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        }
    }

    @Test
    void a_config_of_a_thousand_partitions_is_small() {
        ClusterParameters parameters = ClusterParameters.defaults("size");
        Member member = new Member(
                new NodeId(1, 1), new NodeAddress("localhost", 1), "default", 100, false, MemberState.ACTIVE, 0);
        ClusterConfig config = Genesis.config(new NodeId(9, 9), parameters, member, 2);
        assertThat(bytes(config).length).isLessThan(6_000);
    }

    @Test
    void an_unknown_kind_is_refused() {
        assertThatThrownBy(() -> CODEC.read(WireInput.of(new byte[] {99})))
                .isInstanceOf(CorruptFrameException.class)
                .hasMessageContaining("unknown kind 99");
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            CODEC.read(WireInput.of(bytes));
        } catch (CorruptFrameException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    private static List<ConfigMessage> messages(long seed) {
        ConfigEvolution evolution = new ConfigEvolution(seed);
        Instance instance = Instance.of(evolution.config);
        Ballot ballot = new Ballot(1 + evolution.random.nextInt(1_000), NodeId.random(evolution.random));
        List<Change> value = evolution.value();
        List<List<Change>> steps = List.of(value, List.of(), evolution.value());
        ConfigMessage.ConfigSteps configSteps = new ConfigMessage.ConfigSteps(instance, steps);
        List<ConfigMessage> messages = new ArrayList<>();
        messages.add(new ConfigMessage.Prepare(instance, ballot));
        messages.add(new ConfigMessage.Promise(instance, ballot, Ballot.NONE, List.of()));
        messages.add(new ConfigMessage.Promise(instance, ballot, ballot, value));
        messages.add(new ConfigMessage.Accept(instance, ballot, value, evolution.random.nextBoolean()));
        messages.add(new ConfigMessage.Accepted(instance, ballot));
        messages.add(new ConfigMessage.Outbid(instance, ballot, ballot));
        messages.add(new ConfigMessage.Objection(instance, ballot, List.of(0, 3), "it is alive"));
        messages.add(new ConfigMessage.Wishes(instance, value, 2));
        messages.add(new ConfigMessage.FullConfig(ConfigEvolution.config(seed)));
        messages.add(configSteps);
        messages.add(new ConfigMessage.Spread(configSteps, 7));
        messages.add(new ConfigMessage.PullConfig(1, 17));
        messages.add(new ConfigMessage.HoldsConfig(instance, true));
        messages.add(new ConfigMessage.JoinRequest(
                evolution.config.members().values().asList().get(0)));
        messages.add(new ConfigMessage.JoinDelayed("not yet"));
        messages.add(new ConfigMessage.ProposeChange(5, value.get(0)));
        messages.add(new ConfigMessage.ProposeAnswer(5, true, "", 9));
        messages.add(new ConfigMessage.Suspicion(7, NodeId.random(evolution.random), true));
        messages.add(
                new ConfigMessage.ForceConfig(6, instance, List.of(new NodeId(1, 2), new NodeId(3, 4)), List.of()));
        return messages;
    }

    private static byte[] write(ConfigMessage message) {
        WireOutput out = WireOutput.onHeap(64);
        CODEC.write(message, out);
        return out.toByteArray();
    }

    private static byte[] bytes(ClusterConfig config) {
        WireOutput out = WireOutput.onHeap(64);
        ConfigCodec.write(config, out);
        return out.toByteArray();
    }
}
