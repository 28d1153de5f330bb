package io.kith.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAddressTest {

    @Test
    void hostsNamesAndBothKindsOfAddressesAreRead() {
        assertThat(NodeAddress.parse("10.0.0.1:7400")).isEqualTo(new NodeAddress("10.0.0.1", 7400));
        assertThat(NodeAddress.parse(" kith.internal:7400\n")).isEqualTo(new NodeAddress("kith.internal", 7400));
        assertThat(NodeAddress.parse("[::1]:7400")).isEqualTo(new NodeAddress("::1", 7400));
        assertThat(NodeAddress.parse("[fe80::1%eth0]:7400")).isEqualTo(new NodeAddress("fe80::1%eth0", 7400));
    }

    @Test
    void severalSeedsInOneTextAreSeveralSeeds() {
        assertThat(NodeAddress.parseSeeds("a:7400,b:7401, dns:kith.internal:7402"))
                .containsExactly(
                        new NodeAddress("a", 7400), new NodeAddress("b", 7401), new NodeAddress("kith.internal", 7402));
        assertThatThrownBy(() -> NodeAddress.parseSeeds("a:7400,"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'' is not HOST:PORT");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://a:7400       | begins with 'http://': write HOST:PORT alone
            kith://a:7400       | begins with 'kith://'
            a:7400,b:7400       | is several addresses where one is wanted
            a:7400;b:7400       | is several addresses where one is wanted
            a:7400 b:7400       | is several addresses where one is wanted
            a:7400/map          | has a path
            me@a:7400           | names a user
            a:7400:7401         | has more than one colon
            dns:a:7400          | has more than one colon
            ::1:7400            | write an IPv6 address in brackets
            a                   | is not HOST:PORT, as in 127.0.0.1:7400
            :7400               | is not HOST:PORT
            a:                  | is not HOST:PORT
            a:port              | the port is not a number
            a:70000             | port 70000 is not between 1 and 65535
            """)
    void whatIsNoAddressIsToldWhatIsWrongWithIt(String text, String reason) {
        assertThatThrownBy(() -> NodeAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
