package io.kith.node.wiring;

import io.kith.transport.AddressLookup;
import io.kith.transport.Connection;
import io.kith.transport.ConnectionHandler;
import io.kith.transport.Dialer;
import io.kith.transport.HandshakeRefusedException;
import io.kith.transport.Hello;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.Refusal;
import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Finds out who listens at the addresses of neighbours, again and again for as long as the node needs one. */
@SuppressWarnings("FutureReturnValueIgnored") // A retry that fails is logged by the loop, and another seed may answer.
final class SeedDialing {
    private static final long FIRST_RETRY_MILLIS = 50;
    private static final long LAST_RETRY_MILLIS = 1_000;
    private static final int MAX_ADDRESSES = 256;

    private final EventLoop loop;
    private final Dialer dialer;
    private final Hello hello;
    private final AddressLookup lookup;
    private final NeighbourSearch search;
    private final Map<NodeAddress, List<NodeAddress>> addresses = new LinkedHashMap<>();
    private final Set<NodeAddress> ofOtherClusters = new HashSet<>();
    private final Set<NodeAddress> underWay = new HashSet<>();

    /**
     * Dialing that is to be {@linkplain #start started}.
     *
     * @param lookup says at which addresses names are found, anew in each round
     * @param search says whom to dial, and hears what came of it; called on {@code loop}
     */
    SeedDialing(EventLoop loop, Dialer dialer, Hello hello, AddressLookup lookup, NeighbourSearch search) {
        this.loop = loop;
        this.dialer = dialer;
        this.hello = hello;
        this.lookup = lookup;
        this.search = search;
    }

    void start() {
        loop.execute(() -> round(FIRST_RETRY_MILLIS));
    }

    private void round(long retryMillis) {
        Set<NodeAddress> wanted = search.wanted();
        addresses.keySet().retainAll(wanted);
        for (NodeAddress named : wanted) {
            lookup.all(named).whenCompleteAsync((found, failure) -> lookedUp(named, found, failure), this::onLoop);
        }
        long nextMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
        if (!loop.isShuttingDown()) {
            loop.schedule(() -> round(nextMillis), retryMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void onLoop(Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.execute(task);
        }
    }

    private void lookedUp(NodeAddress named, @Nullable List<NodeAddress> found, @Nullable Throwable failure) {
        if (found == null || found.isEmpty()) {
            addresses.put(named, List.of());
            search.unreachable(named, failure == null ? "it has no address" : reason(failure));
            return;
        }
        addresses.put(named, List.copyOf(found.subList(0, Math.min(found.size(), MAX_ADDRESSES))));
        for (NodeAddress address : addresses.getOrDefault(named, List.of())) {
            if (underWay.add(address)) {
                dial(address);
            }
        }
    }

    private void dial(NodeAddress address) {
        dialer.connect(address, hello, loop, Ignoring.MESSAGES)
                .whenCompleteAsync(
                        (connection, failure) -> {
                            underWay.remove(address);
                            if (connection != null) {
                                ofOtherClusters.remove(address);
                                // Only its name was wanted; messages go over the links that all nodes use.
                                search.answered(address, connection.peerId());
                                connection.close("the seed's id is known now");
                            } else {
                                failed(address, failure);
                            }
                        },
                        this::onLoop);
    }

    private void failed(NodeAddress address, Throwable failure) {
        String reason = reason(failure);
        search.unreachable(address, reason);
        boolean otherCluster = cause(failure) instanceof HandshakeRefusedException refused
                && refused.refusal() == Refusal.CLUSTER_NAME;
        if (otherCluster && ofOtherClusters.add(address) && areAllOfOtherClusters()) {
            search.hopeless(reason);
        }
    }

    private boolean areAllOfOtherClusters() {
        return addresses.values().stream().noneMatch(List::isEmpty)
                && addresses.values().stream().allMatch(ofOtherClusters::containsAll);
    }

    private static String reason(Throwable failure) {
        return String.valueOf(cause(failure).getMessage());
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
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
