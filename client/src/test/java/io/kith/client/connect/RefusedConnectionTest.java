package io.kith.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.collections.wire.ClientMessageCodec;
import io.kith.config.ConfigMessageCodec;
import io.kith.transport.Admission;
import io.kith.transport.EventLoops;
import io.kith.transport.ListeningSocket;
import io.kith.transport.LocalNode;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NetworkBackend;
import io.kith.transport.NodeId;
import io.kith.transport.Transport;
import io.kith.transport.TransportSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RefusedConnectionTest {
    private static final ClientOptions IN_VAIN = ClientOptions.defaults().cluster("mine");

    @Test
    void aNodeThatTakesNobodyInYetIsAskedAgain() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> connect("mine", asked, IN_VAIN.connectWithin(Duration.ofSeconds(2))))
                .isInstanceOf(KithException.class)
                .hasMessageContaining("no node of a cluster was reached within 2000 ms")
                .hasMessageContaining("ask again");
        assertThat(asked.get()).isGreaterThan(1);
    }

    @Test
    void aClusterOfAnotherNameIsNotAskedTwice() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> connect("another", asked, IN_VAIN.connectTimeout(Duration.ofMinutes(1))))
                .isInstanceOf(KithException.class)
                .hasMessageContaining("no node wants this client")
                .hasMessageContaining("another");
        assertThat(asked.get()).isZero();
    }

    /** Connects to somebody who lets nobody in. */
    private static void connect(String cluster, AtomicInteger asked, ClientOptions options) throws IOException {
        NetworkBackend backend = NetworkBackend.best();
        try (EventLoops loops = new EventLoops("refusing", 1, backend, true)) {
            Transport transport = new Transport(
                    MessageCodecs.of(new ClientMessageCodec(), new ConfigMessageCodec()),
                    TransportSettings.defaults(),
                    cause -> {});
            try (ListeningSocket socket = ListeningSocket.bind(
                    "127.0.0.1",
                    0,
                    loops.loop(0),
                    backend,
                    transport,
                    new LocalNode(new NodeId(1, 1), cluster, 1),
                    (hello, from) -> {
                        asked.incrementAndGet();
                        return new Admission.Refuse("starting; ask again");
                    })) {
                Kith.connect(options.address(socket.address().toString())).close();
            }
        }
    }
}
