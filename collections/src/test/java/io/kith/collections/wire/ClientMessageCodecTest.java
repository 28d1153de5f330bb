package io.kith.collections.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ClientMessageCodecTest {
    private static final ClientMessageCodec CODEC = new ClientMessageCodec();
    private static final NodeId SESSION = new NodeId(0x0102030405060708L, 0x090A0B0C0D0E0F10L);

    private static String hex(ClientMessage message) {
        WireOutput out = WireOutput.onHeap(64);
        CODEC.write(message, out);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    private static ClientMessage parse(String hex) {
        WireInput in = WireInput.of(HexFormat.of().parseHex(hex));
        ClientMessage message = CODEC.read(in);
        in.expectEnd();
        return message;
    }

    private static void assertWireForm(ClientMessage message, String hex) {
        assertThat(hex(message)).isEqualTo(hex);
        assertThat(parse(hex)).usingRecursiveComparison().isEqualTo(message);
    }

    @Test
    void theWireFormOfEachMessageIsFixed() {
        byte[] operation = {1, 2, 3};
        assertWireForm(new ClientMessage.Read(300, 7, 1023, operation), "01ac0207ff0703010203");
        assertWireForm(
                new ClientMessage.Write(1, 7, 2, SESSION, 130, 12, 10, operation),
                "020107020102030405060708090a0b0c0d0e0f1082010c0203010203");
        assertWireForm(new ClientMessage.OpenSession(1, 7, 2, SESSION), "030107020102030405060708090a0b0c0d0e0f10");
        assertWireForm(new ClientMessage.Response(1, ResponseStatus.WRONG_TYPE, operation), "04010903010203");
    }

    @Test
    void whatIsNoMessageIsRefused() {
        String[] broken = {
            "", // nothing
            "050107", // no such kind
            "04017f00", // no such status
            "04010005", // a payload longer than the message
            "0201070201020304050607080910111213141516820100" + "0000", // number 0
            "0201070201020304050607080910111213141516820103" + "0400", // a floor below 1
            "0201070201020304050607080910111213141516820181808080808080808040" + "0000", // a number beyond all clients'
            "01ffffffffffffffffff7f", // a number with too many bits
            "0101ffffffffffffffffff010200", // a negative config id
        };
        for (String hex : broken) {
            assertThatThrownBy(() -> parse(hex)).as(hex).isInstanceOf(CorruptFrameException.class);
        }
    }

    @Test
    void everyStatusKeepsItsCode() {
        for (ResponseStatus status : ResponseStatus.values()) {
            assertThat(ResponseStatus.ofCode(status.code())).isEqualTo(status);
        }
    }
}
