package io.kith.cluster.simulation;

import io.kith.client.routing.ClientPort;
import io.kith.client.routing.RequestRouter;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import io.kith.simulation.oracle.Roster;
import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The simulated world as a client's router sees it: messages by the network, and connections that are made and lost. */
final class SimulatedRouterPort implements ClientPort {
    /** The name under which the cluster is found: it leads to any node that runs when it is dialled. */
    static final NodeAddress SEED = new NodeAddress("cluster", ProductionNode.PORT);

    private static final long MILLIS = 1_000_000L;
    private static final long DIAL_NANOS = 2 * MILLIS;
    private static final long DIAL_TIMEOUT_NANOS = 1_000 * MILLIS;
    private static final long NOTICED_NANOS = 10 * MILLIS;
    private static final int CROWDED_ONE_IN = 200;

    private final SimulatedWorld world;
    private final SimulatedProcess process;
    private final SimulatedPort port;
    private final Roster roster;
    private final Supplier<List<NodeId>> running;
    private final SplittableRandom random;
    private final TreeSet<NodeId> connected = new TreeSet<>();
    private @Nullable RequestRouter router;

    SimulatedRouterPort(ClientSetup setup) {
        this.world = setup.world();
        this.process = setup.process();
        this.roster = setup.roster();
        this.running = setup.running();
        this.port = process.addLoop(this::handle);
        this.random = world.streams().of("connections", process.index());
    }

    /** Must be called before anything else. */
    void routes(RequestRouter next) {
        router = next;
    }

    private RequestRouter router() {
        return Objects.requireNonNull(router, "the router is made with this port");
    }

    void post(Runnable task) {
        port.loop().post(task);
    }

    private void handle(NodeId from, Message message) {
        // What is under way when a connection ends is lost with it.
        if (connected.contains(from)) {
            router().received(from, message);
        }
    }

    // ---- connections

    @Override
    public void connect(NodeAddress address, @Nullable NodeId expected) {
        Roster.Entry node = listener(address);
        if (node != null
                && node.runs()
                && !(world.network().reaches(process, node.process())
                        && world.network().reaches(node.process(), process))) {
            port.schedule(DIAL_TIMEOUT_NANOS, () -> router().connectFailed(address, "connection timed out"));
            return;
        }
        port.schedule(1 + random.nextLong(DIAL_NANOS), () -> {
            if (node == null || !node.runs()) {
                router().connectFailed(address, "connection refused");
            } else if (expected != null && !expected.equals(node.process().id())) {
                router().connectFailed(address, "another node listens there");
            } else {
                NodeId id = node.process().id();
                connected.add(id);
                node.node().clientConnected(process.id());
                router().connected(id, address);
            }
        });
    }

    private Roster.@Nullable Entry listener(NodeAddress address) {
        if (address.equals(SEED)) {
            List<NodeId> nodes = running.get();
            return nodes.isEmpty() ? null : roster.find(nodes.get(random.nextInt(nodes.size())));
        }
        for (Roster.Entry entry : roster.all()) {
            if (ProductionNode.addressOf(entry.process()).equals(address)) {
                return entry;
            }
        }
        return null;
    }

    /** Now and then a connection takes no more for now. */
    @Override
    public boolean offer(NodeId to, Message request) {
        if (random.nextInt(CROWDED_ONE_IN) == 0) {
            return false;
        }
        send(to, request);
        return true;
    }

    @Override
    public void disconnect(NodeId node) {
        hangUp(node);
    }

    private boolean hangUp(NodeId node) {
        Roster.Entry entry = roster.find(node);
        if (entry != null) {
            entry.node().clientDisconnected(process.id());
        }
        return connected.remove(node);
    }

    /** {@code node} has ended, which its machine tells whoever is connected to it. */
    void connectionLost(NodeId node) {
        port.schedule(random.nextLong(NOTICED_NANOS), () -> {
            if (hangUp(node)) {
                router().disconnected(node, "connection reset", false);
            }
        });
    }

    // ---- the rest is the port's

    @Override
    public void send(NodeId to, Message message) {
        if (connected.contains(to)) {
            port.send(to, message);
        }
    }

    @Override
    public Cancellable schedule(long delayNanos, Runnable task) {
        return port.schedule(delayNanos, task);
    }

    @Override
    public Clock clock() {
        return port.clock();
    }

    @Override
    public RandomGenerator random() {
        return port.random();
    }
}
