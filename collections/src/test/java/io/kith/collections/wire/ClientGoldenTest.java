package io.kith.collections.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.simulation.GoldenBytes;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeId;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Family 5. */
final class ClientGoldenTest {

    @Test
    void the_bytes_of_each_message_are_those_that_are_kept() {
        assertThat(GoldenBytes.complaints(
                        getClass(),
                        "family-5.txt",
                        MessageCodecs.of(new ClientMessageCodec()),
                        ClientMessage.class,
                        samples()))
                .isEmpty();
    }

    private static Map<String, ClientMessage> samples() {
        Map<String, ClientMessage> samples = new TreeMap<>();
        NodeId a = new NodeId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
        NodeId b = new NodeId(-1, 2);
        samples.put("read", new ClientMessage.Read(5, 300, 17, new byte[] {1, 2, 3}));
        samples.put("write", new ClientMessage.Write(6, 300, 17, a, 8, 1_000, 999, new byte[] {4, 5}));
        samples.put("openSession", new ClientMessage.OpenSession(7, 300, 17, b));
        samples.put("response", new ClientMessage.Response(8, ResponseStatus.OK, new byte[] {6}));
        return samples;
    }
}
