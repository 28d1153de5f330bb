package io.kith.client.connect;

import io.kith.client.ClientOptions;
import io.kith.client.KithException;
import io.kith.client.grid.ConfigWatch;
import io.kith.client.grid.Durations;
import io.kith.client.grid.Grid;
import io.kith.client.loop.ClientLoop;
import io.kith.client.loop.InProcessNode;
import io.kith.client.routing.RouterSettings;
import io.kith.collections.wire.ClientMessageCodec;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigMessageCodec;
import io.kith.membership.MembershipCodec;
import io.kith.transport.ConnectionKind;
import io.kith.transport.Dialer;
import io.kith.transport.Hello;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NetworkBackend;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.SharedLoop;
import io.kith.transport.Transport;
import io.kith.transport.TransportSettings;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's threads and event loops, which look for a cluster from their start on. */
final class ClientLoops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientLoops.class);
    private static final long POLL_MILLIS = 10;
    private static final long CLOSE_SECONDS = 5;

    private final ClientOptions options;
    private final List<SharedLoop> threads = new ArrayList<>();
    private final List<ClientLoop> loops = new ArrayList<>();
    private final ConfigWatch watch = new ConfigWatch();

    private ClientLoops(ClientOptions options) {
        this.options = options;
    }

    /** Starts them; {@code node} is one that is reached without a socket. */
    static ClientLoops start(ClientOptions options, @Nullable InProcessNode node) {
        ClientLoops started = new ClientLoops(options);
        try {
            started.startAll(node);
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    private void startAll(@Nullable InProcessNode node) {
        NetworkBackend backend = NetworkBackend.best();
        MessageCodecs codecs =
                MessageCodecs.of(new ClientMessageCodec(), new ConfigMessageCodec(), new MembershipCodec());
        int connectMillis =
                (int) Math.max(1, Math.min(Integer.MAX_VALUE, TimeUnit.MILLISECONDS.convert(options.connectTimeout())));
        TransportSettings settings = TransportSettings.defaults()
                .withMaxFrameBytes(options.maxValueBytes() + TransportSettings.FRAME_SLACK_BYTES)
                .withTimeouts(connectMillis, connectMillis);
        Transport transport =
                new Transport(codecs, settings, cause -> LOG.error("the client's event loop threw", cause));
        Dialer dialer = new Dialer(backend, transport);
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < options.eventLoops(); i++) {
            SharedLoop thread = new SharedLoop("kith-client", backend);
            threads.add(thread);
            NodeId session = NodeId.random(random);
            Hello hello = new Hello(ConnectionKind.CLIENT, options.clusterName(), session, null, null, 0);
            ClientLoop loop = new ClientLoop(
                    thread,
                    dialer,
                    hello,
                    options.addresses().stream().map(NodeAddress::parse).toList(),
                    node,
                    RouterSettings.defaults().withReadsFromReplicas(options.readsAtReplicas()),
                    random.nextLong(),
                    watch);
            loops.add(loop);
            loop.start();
        }
    }

    List<ClientLoop> loops() {
        return loops;
    }

    ConfigWatch watch() {
        return watch;
    }

    /** Whether the cluster is known to be gone, and another one to be where it was. */
    boolean isReplaced() {
        return loops.stream().anyMatch(ClientLoop::isReplaced);
    }

    /**
     * Waits until a cluster is found.
     *
     * @throws KithException if none is in time, or none wants this client; the message says why
     */
    void awaitCluster() {
        CompletableFuture<ClusterConfig> first = watch.first(config -> true);
        long patience = Durations.nanos(options.connectsWithin());
        long start = System.nanoTime();
        try {
            while (true) {
                try {
                    first.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException e) {
                    LOG.trace("not connected yet", e);
                }
                ClientLoop loop = loops.get(0);
                if (loop.isHopeless()) {
                    throw new KithException("no node wants this client: " + loop.problems());
                }
                if (System.nanoTime() - start > patience) {
                    throw new KithException("no node of a cluster was reached within "
                            + TimeUnit.NANOSECONDS.toMillis(patience) + " ms: " + loop.problems());
                }
            }
        } catch (ExecutionException e) {
            throw Grid.thrownFor(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KithException("interrupted while connecting", e);
        } finally {
            first.cancel(false);
        }
    }

    /** Ends them, and waits for that a little. */
    @Override
    public void close() {
        CompletableFuture<?>[] ended = loops.stream().map(ClientLoop::close).toArray(CompletableFuture<?>[]::new);
        boolean onLoop = loops.stream().anyMatch(ClientLoop::isCurrentThread);
        if (!onLoop) {
            try {
                CompletableFuture.allOf(ended).get(CLOSE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("the client's event loops did not end in good order", e);
            }
        }
        threads.forEach(SharedLoop::shutDownAndWait);
    }
}
