package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.simulation.GoldenBytes;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Family 7. */
final class BootstrapGoldenTest {
    private static final MessageCodecs CODECS = MessageCodecs.of(new BootstrapMessageCodec());

    @Test
    void the_bytes_of_each_message_are_those_that_are_kept() {
        assertThat(GoldenBytes.complaints(getClass(), "family-7.txt", CODECS, BootstrapMessage.class, samples()))
                .isEmpty();
    }

    @Test
    void what_is_written_is_read() {
        samples()
                .values()
                .forEach(message ->
                        assertThat(CODECS.read(WireInput.of(written(message)))).isEqualTo(message));
    }

    @Test
    void changed_bytes_are_another_message_or_refused() {
        Random random = new Random(7);
        for (BootstrapMessage message : samples().values()) {
            for (int i = 0; i < 2_000; i++) {
                byte[] bytes = written(message);
                bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
                try {
                    assertThat(CODECS.read(WireInput.of(bytes))).isNotNull();
                } catch (CorruptFrameException e) {
                    assertThat(e).hasMessageMatching("(?s).+");
                }
            }
        }
    }

    @Test
    void a_message_that_names_too_many_is_refused() {
        List<NodeId> many = Collections.nCopies(BootstrapMessage.MAX_HEARD + 1, new NodeId(1, 2));
        NodeAddress address = new NodeAddress("host", 1);
        assertThatThrownBy(() -> new BootstrapMessage.Waiting(address, 3, true, 1, 0, null, 0, many))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] written(BootstrapMessage message) {
        WireOutput out = WireOutput.onHeap(64);
        CODECS.write(message, out);
        return out.toByteArray();
    }

    private static Map<String, BootstrapMessage> samples() {
        Map<String, BootstrapMessage> samples = new TreeMap<>();
        NodeId a = new NodeId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
        NodeId b = new NodeId(-1, 2);
        NodeAddress address = new NodeAddress("host", 7400);
        samples.put("waiting", new BootstrapMessage.Waiting(address, 3, true, -5, 1, null, 0, List.of(a, b)));
        samples.put("waitingBound", new BootstrapMessage.Waiting(address, 3, false, 300, 2, a, 7, List.of()));
        samples.put("pledge", new BootstrapMessage.Pledge(address, 300, 3, true));
        samples.put("settled", new BootstrapMessage.Settled(address));
        samples.put("reach", new BootstrapMessage.Reach(17, a, address));
        samples.put("reached", new BootstrapMessage.Reached(17, "no"));
        return samples;
    }
}
