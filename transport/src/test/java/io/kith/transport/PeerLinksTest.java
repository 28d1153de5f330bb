package io.kith.transport;

import static io.kith.transport.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PeerLinksTest {
    private TestNet net;
    private PeerLinks links;
    private final Events events = new Events();

    @BeforeEach
    void start() throws IOException {
        net = new TestNet();
        Hello hello = TestNet.hello(ConnectionKind.NODE_CONTROL, 0);
        links = new PeerLinks(net.clientLoop(), net.dialer, hello, events, 1);
    }

    @AfterEach
    void stop() {
        assertThat(net.fatal).isEmpty();
        net.close();
    }

    @Test
    void dialsWhenThereIsSomethingToSendAndKeepsTheOrder() {
        onLoop(() -> {
            links.members(Map.of(TestNet.SERVER, net.acceptor.address()));
            for (int i = 0; i < 100; i++) {
                links.send(TestNet.SERVER, new Note(i));
            }
        });
        await().until(() -> net.server.notes.size() == 100);
        onLoop(() -> links.send(TestNet.SERVER, new Note(100)));
        await().until(() -> net.server.notes.size() == 101);
        assertThat(net.server.numbers()).isSorted();
        assertThat(net.server.opened).hasSize(1);
        assertThat(events.connected).containsExactly(TestNet.SERVER);
    }

    @Test
    void aBrokenLinkIsReportedAndDialledAnew() {
        onLoop(() -> {
            links.members(Map.of(TestNet.SERVER, net.acceptor.address()));
            links.send(TestNet.SERVER, new Note(1));
        });
        await().until(() -> net.server.notes.size() == 1);
        net.server.opened.peek().close("the test cuts it");
        await().until(() -> net.server.opened.size() == 2);
        assertThat(events.lost).containsExactly(TestNet.SERVER);
        onLoop(() -> links.send(TestNet.SERVER, new Note(2)));
        await().until(() -> net.server.notes.size() == 2);
        assertThat(events.refused).isEmpty();
    }

    @Test
    void aDeadNodeIsReportedAsLostAndThenRefused() {
        onLoop(() -> {
            links.members(Map.of(TestNet.SERVER, net.acceptor.address()));
            links.send(TestNet.SERVER, new Note(1));
        });
        await().until(() -> net.server.notes.size() == 1);
        net.acceptor.close();
        net.server.opened.peek().close("the node dies");
        await().until(() -> events.refused.contains(TestNet.SERVER));
        assertThat(events.lost).containsExactly(TestNet.SERVER);
    }

    @Test
    void anotherNodeAtTheAddressMeansThatTheOldOneIsGone() {
        NodeId old = new NodeId(50, 50);
        onLoop(() -> {
            links.members(Map.of(old, net.acceptor.address()));
            links.send(old, new Note(1));
        });
        await().until(() -> events.refused.contains(old));
        assertThat(net.server.notes).isEmpty();
    }

    @Test
    void aNodeThatIsNotListedCanBeLearntAndOneThatWasRemovedCanStillBeTold() {
        onLoop(() -> {
            assertThat(links.send(TestNet.SERVER, new Note(1))).isFalse();
            links.learn(TestNet.SERVER, net.acceptor.address());
            assertThat(links.send(TestNet.SERVER, new Note(2))).isTrue();
        });
        await().until(() -> net.server.notes.size() == 1);
        onLoop(() -> {
            links.members(Map.of(TestNet.SERVER, net.acceptor.address()));
            links.members(Map.of());
            links.send(TestNet.SERVER, new Note(3));
        });
        await().until(() -> net.server.notes.size() == 2);
        assertThat(net.server.opened).hasSize(1);
    }

    @Test
    void theQueueOfAnUnreachableNodeIsBounded() {
        NodeId nobody = new NodeId(60, 60);
        onLoop(() -> {
            links.learn(nobody, new NodeAddress("127.0.0.1", 1));
            for (int i = 0; i < 100_000; i++) {
                links.send(nobody, new Note(i));
            }
        });
        assertThat(net.transport.counters().dropped()).isGreaterThan(99_000);
    }

    @Test
    void whatANodeSendsToItselfComesBackLater() {
        ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
        events.onLoopback = () -> order.add("delivered");
        onLoop(() -> {
            links.send(TestNet.CLIENT, new Note(8));
            order.add("sent");
        });
        await().until(() -> order.size() == 2);
        assertThat(order).containsExactly("sent", "delivered");
        assertThat(events.loopback).hasSize(1);
    }

    private void onLoop(Runnable task) {
        net.clientLoop().submit(task).syncUninterruptibly();
    }

    private static final class Events implements LinkListener {
        final ConcurrentLinkedQueue<Message> loopback = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<NodeId> connected = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<NodeId> lost = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<NodeId> refused = new ConcurrentLinkedQueue<>();
        volatile Runnable onLoopback = () -> {};

        @Override
        public void loopback(Message message) {
            loopback.add(message);
            onLoopback.run();
        }

        @Override
        public void connected(NodeId peer) {
            connected.add(peer);
        }

        @Override
        public void connectionLost(NodeId peer) {
            lost.add(peer);
        }

        @Override
        public void connectionRefused(NodeId peer) {
            refused.add(peer);
        }
    }
}
