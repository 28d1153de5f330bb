package io.kith.node.wiring;

import io.kith.transport.Connection;
import io.kith.transport.ConnectionHandler;
import io.kith.transport.Dialer;
import io.kith.transport.HandshakeRefusedException;
import io.kith.transport.Hello;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.Refusal;
import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Finds out who listens at the addresses of neighbours, again and again for as long as the node needs one. */
@SuppressWarnings("FutureReturnValueIgnored") // A retry that fails is logged by the loop, and another seed may answer.
final class SeedDialing {
    private static final long FIRST_RETRY_MILLIS = 50;
    private static final long LAST_RETRY_MILLIS = 1_000;

    private final EventLoop loop;
    private final Dialer dialer;
    private final Hello hello;
    private final NeighbourSearch search;
    private final BiConsumer<NodeId, NodeAddress> found;
    private final Set<NodeAddress> ofOtherClusters = new HashSet<>();
    private final Set<NodeAddress> underWay = new HashSet<>();

    /**
     * Dialing that is to be {@linkplain #start started}.
     *
     * @param search says whom to dial, and hears where that led to nobody; called on {@code loop}
     * @param found hears which node listens at an address
     */
    SeedDialing(
            EventLoop loop, Dialer dialer, Hello hello, NeighbourSearch search, BiConsumer<NodeId, NodeAddress> found) {
        this.loop = loop;
        this.dialer = dialer;
        this.hello = hello;
        this.search = search;
        this.found = found;
    }

    void start() {
        loop.execute(() -> round(FIRST_RETRY_MILLIS));
    }

    private void round(long retryMillis) {
        Set<NodeAddress> addresses = search.wanted();
        for (NodeAddress address : addresses) {
            if (underWay.add(address)) {
                dial(address, addresses);
            }
        }
        long nextMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
        if (!loop.isShuttingDown()) {
            loop.schedule(() -> round(nextMillis), retryMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void dial(NodeAddress address, Set<NodeAddress> all) {
        dialer.connect(address, hello, loop, Ignoring.MESSAGES)
                .whenCompleteAsync(
                        (connection, failure) -> {
                            underWay.remove(address);
                            if (connection != null) {
                                ofOtherClusters.remove(address);
                                // Only its name was wanted; messages go over the links that all nodes use.
                                found.accept(connection.peerId(), address);
                                connection.close("the seed's id is known now");
                            } else {
                                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                                        ? failure.getCause()
                                        : failure;
                                failed(address, all, cause);
                            }
                        },
                        task -> {
                            if (!loop.isShuttingDown()) {
                                loop.execute(task);
                            }
                        });
    }

    private void failed(NodeAddress address, Set<NodeAddress> all, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        search.unreachable(address, reason);
        boolean otherCluster =
                cause instanceof HandshakeRefusedException refused && refused.refusal() == Refusal.CLUSTER_NAME;
        if (otherCluster && ofOtherClusters.add(address) && ofOtherClusters.containsAll(all)) {
            search.hopeless(reason);
        }
    }

    private enum Ignoring implements ConnectionHandler {
        MESSAGES;

        @Override
        public void received(Connection connection, Message message) {
            // A node that was only asked for its name has nothing to say.
            connection.close("nothing was asked");
        }
    }
}
