package io.kith.client.routing;

import io.kith.collections.Kinds;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.partition.PartitionState;
import io.kith.collections.partition.PartitionStates;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.collections.wire.Results;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.config.ConfigMessage;
import io.kith.config.ConfigTransition;
import io.kith.config.Genesis;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.membership.Heartbeat;
import io.kith.membership.HeartbeatAnswer;
import io.kith.simulation.NetworkOptions;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.Relayed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A router in a simulated world, and a cluster whose nodes share one true state: what a primary answers, all know. The
 * network between them reorders, and loses and doubles messages as told.
 */
final class RouterWorld implements ClientPort {
    static final int PARTITIONS = 4;

    /** The collection that tests use. */
    static final CollectionRef THINGS = CollectionRef.named(CollectionType.HASH_MAP, new Incarnation(7, 77));

    private static final NodeId CLIENT = new NodeId(5, 5);
    private static final long CONNECT_TIMEOUT_NANOS = 2_000_000_000L;
    static final long MILLI = 1_000_000;

    private record Key(int partition, NodeId session, long opening, long number) {}

    final class Node {
        final NodeId id;
        final NodeAddress address;
        boolean alive = true;
        boolean answers = true;
        boolean cutFromClient;
        long slowNanos;
        int requests;
        int passedOn;
        ClusterConfig config;
        private final SimulatedProcess process;
        private final SimulatedPort port;

        /** The node over which the request came that is being answered; null for none. */
        private @Nullable NodeId answeringOver;

        Node(long id) {
            this(id, new NodeAddress("node" + id, 7400));
        }

        Node(long id, NodeAddress address) {
            this.id = new NodeId(id, id);
            this.address = address;
            this.process = world.addProcess("node " + id, this.id, 0);
            this.port = process.addLoop(this::arrived);
        }

        private void arrived(NodeId from, Message message) {
            if (slowNanos == 0) {
                receive(from, message);
            } else {
                port.schedule(slowNanos, () -> receive(from, message));
            }
        }

        private void receive(NodeId from, Message message) {
            if (!alive || !answers) {
                return;
            }
            if (!(message instanceof Relayed relayed)) {
                receive(message);
            } else if (relayed.destination().equals(id)) {
                answeringOver = from;
                receive(relayed.message());
                answeringOver = null;
            } else {
                passedOn += from.equals(CLIENT) ? 1 : 0;
                port.send(relayed.destination(), relayed);
            }
        }

        void receive(Message message) {
            if (message instanceof Heartbeat heartbeat) {
                reply(this, answerTo(heartbeat));
            } else if (message instanceof ConfigMessage.PullConfig pull && pull.configId() < config.configId()) {
                reply(this, new ConfigMessage.FullConfig(config));
            } else if (message instanceof ConfigMessage.ProposeChange proposal) {
                boolean done = proposal.change() instanceof Change.Leave;
                reply(this, new ConfigMessage.ProposeAnswer(proposal.correlation(), done, done ? "" : "no", 1));
            } else if (message instanceof ClientMessage request) {
                serve(this, request);
            }
        }
    }

    /** What the client knows of {@link #THINGS}. */
    final CollectionHandle things;

    final List<Node> nodes = new ArrayList<>();
    final List<String> trace = new ArrayList<>();
    final RequestRouter router;
    ClusterConfig truth;
    int maxOpenSeen;

    @Nullable
    Predicate<Message> dropRequest;

    @Nullable
    Predicate<Message> dropAnswer;

    /** How often connections take no more for now. */
    int crowdedPercent;

    @Nullable
    ResponseStatus answerInstead;

    private final Map<NodeId, Node> links = new HashMap<>();
    private final SimulatedWorld world;
    private final SimulatedProcess client;
    private final SimulatedPort port;
    private final PartitionState[] states = new PartitionState[PARTITIONS];
    private final long[] sequences = new long[PARTITIONS];
    private final Map<Key, List<Answer>> waiting = new HashMap<>();

    private record Answer(Node node, long correlation) {}

    RouterWorld(long seed, RouterSettings settings, int nodeCount) {
        world = new SimulatedWorld(seed, network(0, 0, MILLI));
        world.network().censor(this::passes);
        client = world.addProcess("client", CLIENT, 0);
        port = client.addLoop(this::arrived);
        things = handle(THINGS);
        for (int i = 0; i < PARTITIONS; i++) {
            states[i] = new PartitionStates(Kinds.all()).empty();
        }
        Node first = new Node(1);
        nodes.add(first);
        truth = Genesis.config(
                new NodeId(9, 9), new ClusterParameters("test", PARTITIONS, 1_000, 10), member(first), 2);
        for (int i = 2; i <= nodeCount; i++) {
            addNode(i);
        }
        nodes.forEach(node -> node.config = truth);
        router = new RequestRouter(this, CLIENT, settings, List.of(first.address), config -> {});
    }

    private static NetworkOptions network(double loss, double doubling, long maxDelayNanos) {
        return new NetworkOptions(MILLI / 10, maxDelayNanos, 0, 1, loss, doubling, 0, 1);
    }

    /** Makes the network better or worse from now on. */
    void disturb(double loss, double doubling, long maxDelayNanos) {
        world.network().become(network(loss, doubling, maxDelayNanos));
    }

    private boolean passes(SimulatedProcess sender, SimulatedProcess receiver, Message message) {
        SimulatedProcess peer = sender == client ? receiver : sender;
        boolean isClients = sender == client || receiver == client;
        return !isClients || nodes.stream().noneMatch(node -> node.process == peer && node.cutFromClient);
    }

    /** What reaches the client counts only if it is still connected. */
    private void arrived(NodeId from, Message message) {
        if (links.containsKey(from)) {
            router.received(from, message);
        }
    }

    private static Member member(Node node) {
        return new Member(
                node.id, node.address, Member.DEFAULT_ZONE, Member.DEFAULT_WEIGHT, false, MemberState.ACTIVE, 1);
    }

    Node addNode(long id) {
        Node node = new Node(id);
        nodes.add(node);
        decide(new Change.Admit(nodes.get(0).id, member(node)));
        node.config = truth;
        return node;
    }

    /** Starts a further node where another one was. */
    Node addNodeAt(Node gone, long id) {
        Node node = new Node(id, gone.address);
        nodes.add(node);
        decide(new Change.Admit(nodes.get(0).id, member(node)));
        node.config = truth;
        return node;
    }

    /** Starts a node with a cluster of its own where another one was. */
    Node replace(Node gone, long id) {
        Node stranger = new Node(id, gone.address);
        stranger.config = Genesis.config(
                new NodeId(9, id), new ClusterParameters("test", PARTITIONS, 1_000, 10), member(stranger), 2);
        nodes.add(stranger);
        return stranger;
    }

    /** Decides a change; nodes learn it with {@link #tell}. */
    void decide(Change... changes) {
        truth = ConfigTransition.apply(truth, List.of(changes));
    }

    /** Makes {@code to} primary of all partitions. */
    void moveAllTo(Node to) {
        for (int p = 0; p < PARTITIONS; p++) {
            NodeId primary = truth.partition(p).primary();
            long term = truth.partition(p).term();
            if (!truth.partition(p).lists(to.id)) {
                decide(new Change.Promote(primary, p, term, to.id));
            }
            if (!primary.equals(to.id)) {
                decide(new Change.MovePrimary(primary, p, term, to.id));
            }
        }
    }

    /** Lets nodes know the newest config, and push it to the client if it is connected. */
    void tell(Node... told) {
        for (Node node : told) {
            node.config = truth;
            if (node.alive && links.containsKey(node.id)) {
                reply(node, new ConfigMessage.FullConfig(truth));
            }
        }
    }

    void crash(Node node) {
        node.alive = false;
        at(MILLI, () -> {
            if (links.remove(node.id) != null) {
                router.disconnected(node.id, "connection reset", false);
            }
        });
    }

    /** The node ends the client's connection, which is idle, as others want in. */
    void crowdOut(Node node) {
        if (links.remove(node.id) != null) {
            router.disconnected(node.id, "the connection was idle", true);
        }
    }

    boolean isConnected(Node node) {
        return links.containsKey(node.id);
    }

    /** Makes the partitions forget all sessions. */
    void forgetSessions() {
        for (int p = 0; p < PARTITIONS; p++) {
            for (byte[] expiry : states[p].silentSessions(Long.MAX_VALUE, 100)) {
                apply(p, LogCommand.NO_SESSION, 0, 0, 0, expiry);
            }
        }
    }

    /** A handle of a collection that is called "things", of which the registry has told just now. */
    CollectionHandle handle(CollectionRef named) {
        return new CollectionHandle("things", named, CollectionOptions.NONE, PARTITIONS, nowNanos());
    }

    /** Destroys the collection that tests use, in all partitions. */
    void destroyThings() {
        NodeId stranger = new NodeId(3, 3);
        for (int p = 0; p < PARTITIONS; p++) {
            apply(p, stranger, 0, 0, 0, PartitionOperations.openSession());
            long opening = sequences[p];
            apply(p, stranger, opening, 1, 1, PartitionOperations.destroyCollection(THINGS.incarnation()));
        }
    }

    /** Lets all partitions forget what was destroyed. */
    void forgetDestroyed() {
        for (int p = 0; p < PARTITIONS; p++) {
            byte[] own = states[p].forgettable(sequences[p]);
            if (own != null) {
                apply(p, LogCommand.NO_SESSION, 0, 0, 0, own);
            }
        }
    }

    /** In how many partitions a collection is open. */
    int openCollections() {
        int count = 0;
        for (PartitionState state : states) {
            count += state.collectionCount();
        }
        return count;
    }

    /** How many sessions the partitions know. */
    int sessionCount() {
        int count = 0;
        for (PartitionState state : states) {
            count += state.sessionCount();
        }
        return count;
    }

    /** Whether a partition holds that key. */
    boolean holds(String key) {
        for (PartitionState state : states) {
            byte[] read = MapOperations.containsKey(THINGS, key.getBytes(StandardCharsets.UTF_8));
            ResponseValue found = state.read(read);
            if (found.status() == ResponseStatus.OK && Results.bool(found.payload())) {
                return true;
            }
        }
        return false;
    }

    private HeartbeatAnswer answerTo(Heartbeat heartbeat) {
        return new HeartbeatAnswer(
                heartbeat.sequence(), heartbeat.sentNanos(), heartbeat.configId(), truth.configId(), 0, 0, 0);
    }

    private void serve(Node node, ClientMessage request) {
        node.requests++;
        int partition;
        if (request instanceof ClientMessage.Read read) {
            partition = read.partition();
        } else if (request instanceof ClientMessage.Write write) {
            partition = write.partition();
            maxOpenSeen = Math.max(maxOpenSeen, (int) (write.number() - write.floor()) + 1);
        } else {
            partition = ((ClientMessage.OpenSession) request).partition();
        }
        if (answerInstead != null) {
            reply(node, new ClientMessage.Response(request.correlation(), answerInstead, new byte[0]));
            return;
        }
        boolean isReplica = request instanceof ClientMessage.Read
                && node.config.partition(partition).lists(node.id);
        if (!isReplica && !node.config.partition(partition).primary().equals(node.id)) {
            reply(node, new ConfigMessage.FullConfig(node.config));
            reply(node, new ClientMessage.Response(request.correlation(), ResponseStatus.NOT_HERE, new byte[0]));
            return;
        }
        if (!isReplica && !truth.partition(partition).primary().equals(node.id)) {
            // Deposed without knowing: it cannot commit, and so is silent.
            return;
        }
        if (request instanceof ClientMessage.Read read) {
            ResponseValue value = states[partition].read(read.operation());
            reply(node, new ClientMessage.Response(read.correlation(), value.status(), value.payload()));
        } else if (request instanceof ClientMessage.Write write) {
            await(new Key(partition, write.session(), write.opening(), write.number()), node, write.correlation());
            apply(partition, write.session(), write.opening(), write.number(), write.floor(), write.operation());
        } else if (request instanceof ClientMessage.OpenSession open) {
            await(new Key(partition, open.session(), 0, 0), node, open.correlation());
            apply(partition, open.session(), 0, 0, 0, PartitionOperations.openSession());
        }
    }

    private void await(Key key, Node node, long correlation) {
        waiting.computeIfAbsent(key, each -> new ArrayList<>()).add(new Answer(node, correlation));
    }

    private void apply(int partition, NodeId session, long opening, long number, long floor, byte[] operation) {
        LogCommand command = new LogCommand(
                ++sequences[partition],
                session,
                opening,
                number,
                floor,
                port.clock().wallMillis(),
                operation);
        for (Completion done : states[partition].apply(command)) {
            List<Answer> askers = waiting.remove(new Key(partition, done.session(), done.opening(), done.number()));
            if (askers != null) {
                for (Answer asker : askers) {
                    reply(asker.node(), new ClientMessage.Response(asker.correlation(), done.status(), done.payload()));
                }
            }
        }
    }

    private void reply(Node node, Message message) {
        if (dropAnswer != null && dropAnswer.test(message)) {
            return;
        }
        NodeId over = node.answeringOver;
        if (over == null) {
            node.port.send(CLIENT, message);
        } else {
            node.port.send(over, new Relayed(node.id, CLIENT, message));
        }
    }

    void at(long delayNanos, Runnable task) {
        world.time().after(delayNanos, task);
    }

    /** Lets so much time pass. */
    void pass(long millis) {
        world.time().runUntil(world.time().nowNanos() + millis * MILLI);
    }

    /** What the client's clock shows. */
    long nowNanos() {
        return port.clock().nowNanos();
    }

    @Override
    public void send(NodeId to, Message message) {
        trace.add(nowNanos() + " " + to.low() + " " + message.getClass().getSimpleName());
        if (links.containsKey(to) && (dropRequest == null || !dropRequest.test(message))) {
            port.send(to, message);
        }
    }

    @Override
    public boolean offer(NodeId to, Message request) {
        if (crowdedPercent > 0 && random().nextInt(100) < crowdedPercent) {
            return false;
        }
        send(to, request);
        return true;
    }

    @Override
    public Cancellable schedule(long delayNanos, Runnable task) {
        return port.schedule(delayNanos, task);
    }

    @Override
    public void connect(NodeAddress address, @Nullable NodeId expected) {
        for (Node node : nodes) {
            if (node.cutFromClient && node.address.equals(address)) {
                schedule(CONNECT_TIMEOUT_NANOS, () -> router.connectFailed(address, "connection timed out"));
                return;
            }
        }
        at(MILLI, () -> {
            for (Node node : nodes) {
                if (node.alive && node.address.equals(address)) {
                    if (expected != null && !expected.equals(node.id)) {
                        router.connectFailed(address, "another node is there");
                        return;
                    }
                    links.put(node.id, node);
                    router.connected(node.id, address);
                    return;
                }
            }
            router.connectFailed(address, "Connection refused");
        });
    }

    @Override
    public void disconnect(NodeId node) {
        links.remove(node);
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
