package io.kith.transport;

import static io.kith.transport.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.transport.TestNet.Recorder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

final class HandshakeTest {

    @Test
    void anotherClustersNodeIsRefusedWithBothNames() throws Exception {
        try (TestNet net = new TestNet()) {
            Hello hello = new Hello(ConnectionKind.NODE_CONTROL, "other", TestNet.CLIENT, null, null, 0);
            assertRefused(net, hello, Refusal.CLUSTER_NAME, "'test'");
            assertRefused(net, hello, Refusal.CLUSTER_NAME, "'other'");
        }
    }

    @Test
    void aClientThatNamesNoClusterIsWelcomeAndLearnsTheName() throws Exception {
        try (TestNet net = new TestNet()) {
            Hello hello = new Hello(ConnectionKind.CLIENT, "", TestNet.CLIENT, null, null, 0);
            assertThat(net.dial(hello, new Recorder()).clusterName()).isEqualTo("test");
            Hello node = new Hello(ConnectionKind.NODE_DATA, "", TestNet.CLIENT, null, null, 0);
            assertRefused(net, node, Refusal.CLUSTER_NAME, "'test'");
        }
    }

    @Test
    void anotherNodeThanTheExpectedOneIsNoticed() throws Exception {
        try (TestNet net = new TestNet()) {
            Hello hello = TestNet.hello(ConnectionKind.NODE_CONTROL, 0).expecting(new NodeId(77, 77));
            assertRefused(net, hello, Refusal.WRONG_NODE, "not 00000000");
        }
    }

    @Test
    void theOwnersReasonReachesThePeer() throws Exception {
        try (TestNet net = new TestNet()) {
            assertRefused(
                    net, TestNet.hello(ConnectionKind.NODE_DATA, 9), Refusal.NOT_ADMITTED, "loop 9 is not to be had");
        }
    }

    @Test
    void nobodyListeningIsAConnectException() throws Exception {
        try (TestNet net = new TestNet()) {
            int port;
            try (ServerSocket socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            assertThatThrownBy(() -> net.dialer
                            .connect(
                                    new NodeAddress("localhost", port),
                                    TestNet.hello(ConnectionKind.CLIENT, 0),
                                    net.clientLoop(),
                                    new Recorder())
                            .toCompletableFuture()
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ConnectException.class)
                    .hasMessageContaining("refused");
        }
    }

    @Test
    void aServerThatSaysNothingTimesOut() throws Exception {
        TransportSettings settings = TransportSettings.defaults().withTimeouts(60_000, 100);
        try (TestNet net = new TestNet(NetworkBackend.best(), settings);
                ServerSocket silent = new ServerSocket(0)) {
            assertThatThrownBy(() -> net.dialer
                            .connect(
                                    new NodeAddress("127.0.0.1", silent.getLocalPort()),
                                    TestNet.hello(ConnectionKind.CLIENT, 0),
                                    net.clientLoop(),
                                    new Recorder())
                            .toCompletableFuture()
                            .get())
                    .hasCauseInstanceOf(IOException.class)
                    .hasMessageContaining("did not answer the handshake within 100 ms");
        }
    }

    @Test
    void aPortInUseIsAClearError() throws Exception {
        try (TestNet net = new TestNet()) {
            int port = net.acceptor.address().port();
            for (NetworkBackend backend : NetworkBackend.values()) {
                try (EventLoops loops = new EventLoops("second", 1, backend, true)) {
                    assertThatThrownBy(() -> ListeningSocket.bind(
                                    "127.0.0.1",
                                    port,
                                    loops.loop(0),
                                    backend,
                                    net.transport,
                                    new LocalNode(TestNet.SERVER, "test", 1),
                                    (hello, from) -> new Admission.Refuse("no")))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("cannot listen on 127.0.0.1:" + port)
                            .hasMessageContaining("in use");
                }
            }
        }
    }

    @Test
    void anUnknownHostIsAClearError() throws Exception {
        try (TestNet net = new TestNet()) {
            assertThatThrownBy(() -> net.dialer
                            .connect(
                                    new NodeAddress("no-such-host.invalid", 7400),
                                    TestNet.hello(ConnectionKind.CLIENT, 0),
                                    net.clientLoop(),
                                    new Recorder())
                            .toCompletableFuture()
                            .get())
                    .hasMessageContaining("no host is named 'no-such-host.invalid'");
        }
    }

    private static void assertRefused(TestNet net, Hello hello, Refusal refusal, String words) {
        assertThatThrownBy(() -> net.dial(hello, new Recorder()))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        HandshakeRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(refusal))
                .hasMessageContaining(words);
        await().untilAsserted(
                        () -> assertThat(net.transport.counters().refused()).isPositive());
        assertThat(net.fatal).isEmpty();
    }
}
