package io.kith.node;

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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Finds out who listens at the seed addresses, again and again until the node is a member. */
@SuppressWarnings("FutureReturnValueIgnored") // A retry that fails is logged by the loop, and another seed may answer.
final class SeedDialing {
    private static final long FIRST_RETRY_MILLIS = 50;
    private static final long LAST_RETRY_MILLIS = 1_000;

    private final EventLoop loop;
    private final Dialer dialer;
    private final Hello hello;
    private final List<NodeAddress> seeds;
    private final BooleanSupplier done;
    private final BiConsumer<NodeId, NodeAddress> found;
    private final BiConsumer<NodeAddress, String> unreachable;
    private final Consumer<String> hopeless;
    private final Set<NodeAddress> ofOtherClusters = new HashSet<>();

    SeedDialing(
            EventLoop loop,
            Dialer dialer,
            Hello hello,
            List<NodeAddress> seeds,
            BooleanSupplier done,
            BiConsumer<NodeId, NodeAddress> found,
            BiConsumer<NodeAddress, String> unreachable,
            Consumer<String> hopeless) {
        this.loop = loop;
        this.dialer = dialer;
        this.hello = hello;
        this.seeds = seeds;
        this.done = done;
        this.found = found;
        this.unreachable = unreachable;
        this.hopeless = hopeless;
    }

    void start() {
        for (NodeAddress seed : seeds) {
            dial(seed, FIRST_RETRY_MILLIS);
        }
    }

    private void dial(NodeAddress seed, long retryMillis) {
        if (done.getAsBoolean() || loop.isShuttingDown()) {
            return;
        }
        dialer.connect(seed, hello, loop, Ignoring.MESSAGES).whenComplete((connection, failure) -> {
            if (connection != null) {
                ofOtherClusters.remove(seed);
                // Only its name was wanted; messages go over the links that all nodes use.
                found.accept(connection.peerId(), seed);
                connection.close("the seed's id is known now");
            } else {
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                failed(seed, cause);
            }
            long nextMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
            if (!loop.isShuttingDown()) {
                loop.schedule(() -> dial(seed, nextMillis), retryMillis, TimeUnit.MILLISECONDS);
            }
        });
    }

    private void failed(NodeAddress seed, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        unreachable.accept(seed, reason);
        boolean otherCluster =
                cause instanceof HandshakeRefusedException refused && refused.refusal() == Refusal.CLUSTER_NAME;
        if (otherCluster && ofOtherClusters.add(seed) && ofOtherClusters.containsAll(seeds)) {
            hopeless.accept(reason);
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
