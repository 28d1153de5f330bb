package io.kith.node.door;

import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.node.core.Loop;
import io.kith.node.core.NodeCore;
import io.kith.node.core.NodeEvents;
import io.kith.node.core.NodeOutlets;
import io.kith.node.core.NodeSetup;
import io.kith.node.core.RelayLimits;
import io.kith.replication.host.ShardLimits;
import io.kith.simulation.NetworkOptions;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node that is a cluster of its own, with two data loops and its door, on virtual time; and another process. */
final class DoorWorld {
    static final NodeId NODE = new NodeId(0xA, 1);
    static final NodeId OTHER = new NodeId(0xB, 2);
    static final NodeId CLIENT = new NodeId(0xC, 3);
    static final CollectionRef MAP = CollectionRef.named(CollectionType.HASH_MAP, new Incarnation(0, 9));
    static final int VALUE_LIMIT_BYTES = 1_000;
    static final int LOOPS = 2;

    private static final long MILLI = 1_000_000L;
    private static final NetworkOptions NETWORK = new NetworkOptions(MILLI, 1, 0, 1, 0, 0, 0, 0);

    final ClientConnections clients = new ClientConnections();
    final List<Message> toOther = new ArrayList<>();
    final List<Message> toClient = new ArrayList<>();
    final NodeCore core;
    final ClientDoor door;
    private final SimulatedWorld world = new SimulatedWorld(7, NETWORK);
    private final SimulatedProcess process = world.addProcess("node", NODE, 0);
    private final List<PostedLoop> loops = new ArrayList<>();
    private final PostedLoop control;

    DoorWorld() {
        for (int i = 0; i < LOOPS; i++) {
            loops.add(new PostedLoop());
        }
        control = new PostedLoop();
        world.addProcess("other", OTHER, 0).addLoop((from, message) -> toOther.add(message));
        NodeAddress address = new NodeAddress("a", 7_400);
        core = new NodeCore(
                new Member(NODE, address, "zone", Member.DEFAULT_WEIGHT, false, MemberState.ACTIVE, 0),
                control,
                List.copyOf(loops),
                NodeSetup.of(ShardLimits.defaults(), RelayLimits.defaults()),
                new NodeEvents() {
                    @Override
                    public void configChanged(
                            @Nullable ClusterConfig previous, ClusterConfig next, List<Change> changes) {
                        door().configChanged(previous, next, changes);
                    }
                },
                NodeOutlets.NONE);
        door = new ClientDoor(core, control, loops, clients, Long.MAX_VALUE, VALUE_LIMIT_BYTES);
        core.create(new ClusterParameters("test", 16, 1_000, 10), 1);
        run();
    }

    private ClientDoor door() {
        return door;
    }

    ClientLink connect() {
        ClientLink link = new ClientLink(CLIENT, toClient::add, bytes -> true);
        clients.opened(link);
        return link;
    }

    /** Runs {@code task} on data loop {@code index}, and all that follows from it within five seconds. */
    void on(int index, Runnable task) {
        loops.get(index).post(task);
        run();
    }

    PeerDoor peerDoor(int index) {
        return new PeerDoor(NODE, core, door, index, loops.get(index));
    }

    int postedTo(int index) {
        return loops.get(index).posts;
    }

    void onControl(Runnable task) {
        control.post(task);
        run();
    }

    private void run() {
        world.time().runUntil(world.time().nowNanos() + 5_000 * MILLI);
    }

    /** One loop of the node. */
    private final class PostedLoop implements Loop {
        private final SimulatedPort port = process.addLoop((from, message) -> {});
        private int posts;

        @Override
        public ProtocolPort port() {
            return port;
        }

        @Override
        public boolean isCurrent() {
            return port.loop().isCurrent();
        }

        @Override
        public void post(Runnable task) {
            posts++;
            port.loop().post(task);
        }
    }
}
