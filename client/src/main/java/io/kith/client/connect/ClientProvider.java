package io.kith.client.connect;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.KithProvider;
import io.kith.client.grid.ConfigWatch;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts clients together: threads, event loops, and what collections are made of. */
public final class ClientProvider implements KithProvider {
    private static final Logger LOG = LoggerFactory.getLogger(ClientProvider.class);
    private static final long POLL_MILLIS = 10;

    /** For {@link java.util.ServiceLoader}. */
    public ClientProvider() {}

    @Override
    public Kith connect(ClientOptions options) {
        return connect(options, null);
    }

    /**
     * Connects to the cluster of a node in this process, and to that node without a socket.
     *
     * @throws KithException if it does not answer in time
     */
    public static Kith inProcess(InProcessNode node, ClientOptions options) {
        return connect(options.address(node.address().toString()), node);
    }

    private static Kith connect(ClientOptions options, @Nullable InProcessNode node) {
        NetworkBackend backend = NetworkBackend.best();
        List<SharedLoop> threads = new ArrayList<>();
        List<ClientLoop> loops = new ArrayList<>();
        ConfigWatch watch = new ConfigWatch();
        try {
            MessageCodecs codecs =
                    MessageCodecs.of(new ClientMessageCodec(), new ConfigMessageCodec(), new MembershipCodec());
            int connectMillis =
                    (int) Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis());
            TransportSettings settings = TransportSettings.defaults()
                    .withMaxFrameBytes(options.maxValueBytes() + TransportSettings.FRAME_SLACK_BYTES)
                    .withTimeouts(Math.max(1, connectMillis), Math.max(1, connectMillis));
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
            awaitFirstConfig(options, loops, watch);
            return new ConnectedKith(threads, loops, new Grid(options, loops, watch), options.lockLease());
        } catch (RuntimeException e) {
            ConnectedKith.closeAll(loops, threads);
            throw e;
        }
    }

    private static void awaitFirstConfig(ClientOptions options, List<ClientLoop> loops, ConfigWatch watch) {
        CompletableFuture<ClusterConfig> first = watch.first(config -> true);
        long start = System.nanoTime();
        long patience =
                Math.min(options.deadline().toNanos(), options.connectTimeout().toNanos() * 2);
        while (true) {
            ClientLoop loop = loops.get(0);
            if (loop.isHopeless()) {
                throw new KithException("no node wants this client: " + loop.problems());
            }
            if (System.nanoTime() - start > patience) {
                throw new KithException("no node of a cluster was reached within "
                        + Duration.ofNanos(patience).toMillis() + " ms: " + loop.problems());
            }
            try {
                first.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                LOG.trace("not connected yet", e);
            } catch (ExecutionException e) {
                throw Grid.thrownFor(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KithException("interrupted while connecting", e);
            }
        }
    }
}
