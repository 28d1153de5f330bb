package io.kith.transport;

import static io.kith.transport.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.transport.TestNet.Recorder;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionCountTest {
    private static final SocketAddress HERE = new InetSocketAddress("10.0.0.1", 1);
    private static final SocketAddress HERE_TOO = new InetSocketAddress("10.0.0.1", 2);
    private static final SocketAddress THERE = new InetSocketAddress("10.0.0.2", 1);

    @Test
    void clientsAreBoundedInAllAndByAddressAndNodesComeInAllTheSame() {
        ConnectionCount count = new ConnectionCount(new IntakeLimits(1, 1, 1, 3, 2, 1));
        assertThat(count.begun(ConnectionKind.CLIENT, HERE, 0)).isNull();
        assertThat(count.begun(ConnectionKind.CLIENT, HERE_TOO, 0)).isNull();
        assertThat(count.begun(ConnectionKind.CLIENT, HERE, 0))
                .contains("2 connections of clients at 10.0.0.1", "--max-connections-per-address");
        assertThat(count.begun(ConnectionKind.CLIENT, THERE, 0)).isNull();
        assertThat(count.begun(ConnectionKind.CLIENT, THERE, 0))
                .contains("the node has 3 connections of clients, its limit", "--max-connections");
        assertThat(count.begun(ConnectionKind.NODE_DATA, HERE, 0)).isNull();
        assertThat(count.begun(ConnectionKind.NODE_CONTROL, HERE, 0)).contains("1 connections of other nodes");
        assertThat(count.clients()).isEqualTo(3);
        count.ended(ConnectionKind.CLIENT, HERE);
        assertThat(count.begun(ConnectionKind.CLIENT, HERE_TOO, 0)).isNull();
        count.ended(ConnectionKind.NODE_DATA, HERE);
        assertThat(count.begun(ConnectionKind.NODE_CONTROL, HERE, 0)).isNull();
        for (SocketAddress from : List.of(HERE, HERE, THERE)) {
            count.ended(ConnectionKind.CLIENT, from);
        }
        assertThat(count.clients()).isZero();
    }

    private static final long IDLE = ConnectionCount.IDLE_NANOS;

    private final List<String> left = new ArrayList<>();

    private Guest guest(SocketAddress from, String name, long askedNanos) {
        return new Guest(from, () -> askedNanos, () -> left.add(name));
    }

    @Test
    void whoHasAskedForNothingForLongestMakesRoomAndNobodyWhoIsNotIdle() {
        ConnectionCount count = new ConnectionCount(new IntakeLimits(1, 1, 1, 3, 3, 1));
        for (SocketAddress from : List.of(HERE, HERE_TOO, THERE)) {
            assertThat(count.begun(ConnectionKind.CLIENT, from, 0)).isNull();
        }
        count.established(guest(HERE, "busy", 10));
        count.established(guest(HERE_TOO, "idle", 5));
        Guest idlest = guest(THERE, "idlest", 4);
        count.established(idlest);
        assertThat(count.begun(ConnectionKind.CLIENT, THERE, IDLE + 3)).contains("the node has 3 connections");
        assertThat(count.begun(ConnectionKind.CLIENT, THERE, IDLE + 5)).isNull();
        assertThat(left).containsExactly("idlest");
        assertThat(count.begun(ConnectionKind.CLIENT, THERE, IDLE + 5))
                .as("one at a time is on its way out")
                .contains("its limit");
        count.left(idlest);
        count.ended(ConnectionKind.CLIENT, THERE);
        assertThat(count.begun(ConnectionKind.CLIENT, THERE, IDLE + 5)).isNull();
        assertThat(left).containsExactly("idlest", "idle");
        assertThat(count.madeRoom()).isEqualTo(2);
    }

    @Test
    void whereAnAddressHasTooManyOneOfThatAddressMakesRoom() {
        ConnectionCount count = new ConnectionCount(new IntakeLimits(1, 1, 1, 40, 1, 1));
        assertThat(count.begun(ConnectionKind.CLIENT, THERE, 0)).isNull();
        assertThat(count.begun(ConnectionKind.CLIENT, HERE, 0)).isNull();
        count.established(guest(THERE, "there", 0));
        count.established(guest(HERE, "here", 1));
        assertThat(count.begun(ConnectionKind.CLIENT, HERE_TOO, IDLE)).contains("at 10.0.0.1");
        assertThat(count.begun(ConnectionKind.CLIENT, HERE_TOO, IDLE + 1)).isNull();
        assertThat(left).containsExactly("here");
    }

    @Test
    void whoMakesRoomIsToldWhy() throws Exception {
        IntakeLimits one = IntakeLimits.NONE.withClients(1, 1);
        try (TestNet net = new TestNet(NetworkBackend.best(), TestNet.patient(), one)) {
            Recorder idle = new Recorder();
            Connection first = net.dial(TestNet.hello(ConnectionKind.CLIENT, 1), idle);
            await().until(() -> !net.server.opened.isEmpty());
            net.server.opened.element().asked(SystemClock.INSTANCE.nowNanos() - IDLE);
            assertThat(dial(net).isOpen()).isTrue();
            await().until(() -> !first.isOpen());
            assertThat(first.refusal()).isEqualTo(Refusal.TOO_BUSY);
            assertThat(first.endReason()).contains("the connection was idle, and others wanted in");
        }
    }

    @Test
    void aClientThatIsOneTooManyIsToldAndComesInOnceAnotherHasGone() throws Exception {
        IntakeLimits two = IntakeLimits.NONE.withClients(2, 2);
        try (TestNet net = new TestNet(NetworkBackend.best(), TestNet.patient(), two)) {
            Connection first = dial(net);
            dial(net);
            assertThatThrownBy(() -> dial(net))
                    .hasRootCauseInstanceOf(HandshakeRefusedException.class)
                    .hasMessageContaining("the node has 2 connections of clients, its limit");
            assertThat(net.dial(TestNet.hello(ConnectionKind.NODE_DATA, 0), new Recorder())
                            .isOpen())
                    .isTrue();
            first.close("enough");
            await().ignoreExceptions().until(() -> dial(net).isOpen());
        }
    }

    private static Connection dial(TestNet net) throws Exception {
        return net.dial(TestNet.hello(ConnectionKind.CLIENT, 1), new Recorder());
    }

    @Test
    void aSocketThatCannotAcceptSaysSoOnceAndTriesAgainAMomentLater() {
        List<String> said = new ArrayList<>();
        EmbeddedChannel channel =
                new EmbeddedChannel(new AcceptFailures(said::add), new ChannelInboundHandlerAdapter());
        channel.freezeTime();
        for (int i = 0; i < 3; i++) {
            channel.pipeline().fireExceptionCaught(new IOException("accept(..) failed: Too many open files"));
            assertThat(channel.config().isAutoRead()).isFalse();
            channel.advanceTimeBy(AcceptFailures.PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
            assertThat(channel.config().isAutoRead()).isTrue();
        }
        channel.checkException();
        assertThat(said).hasSize(3).allMatch(line -> line.contains("Too many open files; raise"));
    }
}
