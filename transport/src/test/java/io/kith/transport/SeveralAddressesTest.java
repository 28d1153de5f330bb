package io.kith.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A host that has several addresses is reached at any at which somebody is. */
class SeveralAddressesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void theOthersAreTriedWhereNobodyIsAtTheFirstAndAskedForAnewEachTime() throws Exception {
        NetworkBackend backend = NetworkBackend.best();
        Transport transport =
                new Transport(MessageCodecs.of(new Note.Codec()), TransportSettings.defaults(), cause -> {});
        AtomicReference<InetAddress[]> found = new AtomicReference<>();
        try (EventLoops loops = new EventLoops("several", 1, backend, true);
                ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"));
                ListeningSocket socket = ListeningSocket.bind(
                        "127.0.0.1",
                        0,
                        loops.loop(0),
                        backend,
                        transport,
                        new LocalNode(new NodeId(1, 1), "kith", 1),
                        (hello, from) -> new Admission.Accept(loops.loop(0), (connection, message) -> {}))) {
            nobody.close();
            Dialer dialer = new Dialer(backend, transport, host -> CompletableFuture.completedFuture(found.get()));
            NodeAddress name = new NodeAddress("kith.internal", socket.address().port());
            Hello hello = new Hello(ConnectionKind.CLIENT, "kith", new NodeId(2, 2), null, null, 0);
            InetAddress dead = InetAddress.getByName("127.0.0.2");
            InetAddress alive = InetAddress.getLoopbackAddress();

            found.set(new InetAddress[] {dead, dead, alive});
            assertThat(dialer.connect(name, hello, loops.loop(0), (connection, message) -> {})
                            .toCompletableFuture())
                    .succeedsWithin(PATIENCE)
                    .satisfies(connection -> connection.close("enough"));
            found.set(new InetAddress[] {dead, dead});
            assertThat(dialer.connect(name, hello, loops.loop(0), (connection, message) -> {})
                            .toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withMessageContaining("nobody listens there");
            found.set(new InetAddress[] {alive, dead});
            assertThat(dialer.connect(name, hello, loops.loop(0), (connection, message) -> {})
                            .toCompletableFuture())
                    .succeedsWithin(PATIENCE)
                    .satisfies(connection -> connection.close("enough"));
        }
    }
}
