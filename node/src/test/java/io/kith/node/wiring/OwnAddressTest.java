package io.kith.node.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.transport.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnAddressTest {
    private static final NodeAddress EVERYWHERE = new NodeAddress("0.0.0.0", 7400);

    private static InetAddress ip(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static OwnAddress machine(List<String> own, Map<String, String> ways) {
        return new OwnAddress(new OwnAddress.Machine() {
            @Override
            public List<InetAddress> addresses() {
                List<InetAddress> all = new ArrayList<>();
                own.forEach(each -> all.add(ip(each)));
                return all;
            }

            @Override
            public InetAddress towards(InetSocketAddress other) {
                String from = ways.get(other.getAddress().getHostAddress());
                return from == null ? null : ip(from);
            }
        });
    }

    private static final List<String> USUAL = List.of("127.0.0.1", "::1", "10.0.0.7", "fe80::1", "2001:db8::7");

    @Test
    void whoListensAtOneAddressAdvertisesIt() throws IOException {
        NodeAddress one = new NodeAddress("127.0.0.1", 7400);
        assertThat(machine(USUAL, Map.of()).advertised(one, List.of())).isEqualTo(one);
    }

    @Test
    void theOnlyAddressThatOthersReachIsAdvertised() throws IOException {
        assertThat(machine(USUAL, Map.of()).advertised(EVERYWHERE, List.of()))
                .isEqualTo(new NodeAddress("10.0.0.7", 7400));
        assertThat(machine(List.of("127.0.0.1", "::1"), Map.of()).advertised(EVERYWHERE, List.of()))
                .isEqualTo(new NodeAddress("127.0.0.1", 7400));
        assertThat(machine(List.of("::1", "fe80::1", "2001:db8::7"), Map.of())
                        .advertised(new NodeAddress("::", 7400), List.of()))
                .isEqualTo(new NodeAddress("2001:db8::7", 7400));
    }

    @Test
    void ofSeveralTheOneIsAdvertisedFromWhichSeedsAreReached() throws IOException {
        OwnAddress two =
                machine(List.of("10.0.0.7", "172.17.0.1"), Map.of("10.0.0.1", "10.0.0.7", "127.0.0.1", "127.0.0.1"));
        assertThat(two.advertised(EVERYWHERE, List.of(new NodeAddress("10.0.0.1", 7400))))
                .isEqualTo(new NodeAddress("10.0.0.7", 7400));
        assertThat(two.advertised(
                        EVERYWHERE, List.of(new NodeAddress("127.0.0.1", 7400), new NodeAddress("10.0.0.1", 7400))))
                .isEqualTo(new NodeAddress("10.0.0.7", 7400));
        assertThat(two.advertised(EVERYWHERE, List.of(new NodeAddress("127.0.0.1", 7401))))
                .isEqualTo(new NodeAddress("127.0.0.1", 7400));
    }

    @Test
    void whereNobodyCanTellItIsSaidWhatToDo() {
        OwnAddress two = machine(List.of("10.0.0.7", "172.17.0.1"), Map.of());
        assertThatThrownBy(() -> two.advertised(EVERYWHERE, List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("10.0.0.7, 172.17.0.1")
                .hasMessageContaining("--advertise HOST:7400");
    }
}
