package io.kith.collections.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.transport.MessageCodecs;
import io.kith.transport.WireOutput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What it costs that every request names the config that the client holds. */
class ConfigIdCostTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "127, 1", "128, 2", "16383, 2", "2000000, 3"})
    void a_request_names_its_config_in_a_few_bytes(long configId, int bytes) {
        ClientMessageCodec codec = new ClientMessageCodec();
        MessageCodecs codecs = MessageCodecs.of(codec);
        WireOutput without = WireOutput.onHeap(64);
        codecs.write(new ClientMessage.Read(7, 0, 3, new byte[20]), without);
        WireOutput with = WireOutput.onHeap(64);
        codecs.write(new ClientMessage.Read(7, configId, 3, new byte[20]), with);
        // A zero takes a byte of its own.
        assertThat(with.size() - without.size() + 1).isEqualTo(bytes);
    }
}
