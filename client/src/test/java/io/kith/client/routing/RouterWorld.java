package io.kith.client.routing;

import io.kith.collections.Kinds;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.partition.PartitionState;
import io.kith.collections.wire.ClientMessage;
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
import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.Relayed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A router on virtual time, and a cluster whose nodes share one true state: what a primary answers, all know. The network
 * between them loses, delays and doubles messages as told.
 */
final class RouterWorld implements ClientPort, Clock {
    static final int PARTITIONS = 4;
    private static final NodeId CLIENT = new NodeId(5, 5);
    private static final long CONNECT_TIMEOUT_NANOS = 2_000_000_000L;
    static final long MILLI = 1_000_000;

    private record Event(long atNanos, long order, Runnable task) {}

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

        Node(long id) {
            this.id = new NodeId(id, id);
            this.address = new NodeAddress("node" + id, 7400);
        }

        void receive(Message message) {
            if (!alive || !answers) {
                return;
            }
            if (message instanceof Relayed relayed) {
                passOn(this, relayed);
            } else if (message instanceof Heartbeat heartbeat) {
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

    final List<Node> nodes = new ArrayList<>();
    final List<String> trace = new ArrayList<>();
    final RequestRouter router;
    ClusterConfig truth;
    int lossPerMille;
    int doublePerMille;
    long maxDelayNanos = MILLI;
    int maxOpenSeen;

    @Nullable
    Predicate<Message> dropRequest;

    @Nullable
    Predicate<Message> dropAnswer;

    @Nullable
    ResponseStatus answerInstead;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::order));
    private final Map<NodeId, Node> links = new HashMap<>();
    private final RandomGenerator random;
    private final PartitionState[] states = new PartitionState[PARTITIONS];
    private final long[] sequences = new long[PARTITIONS];
    private final Map<Key, List<Answer>> waiting = new HashMap<>();
    private long now = 1_000_000_000L;
    private long order;
    private @Nullable Node answeringOver;

    private record Answer(Node node, long correlation) {}

    RouterWorld(long seed, RouterSettings settings, int nodeCount) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < PARTITIONS; i++) {
            states[i] = PartitionState.empty(Kinds.all());
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
                router.disconnected(node.id, "connection reset");
            }
        });
    }

    /** Makes the partitions forget all sessions. */
    void forgetSessions() {
        for (int p = 0; p < PARTITIONS; p++) {
            for (byte[] expiry : states[p].silentSessions(Long.MAX_VALUE, 100)) {
                apply(p, LogCommand.NO_SESSION, 0, 0, 0, expiry);
            }
        }
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
            byte[] read = MapOperations.containsKey(77, key.getBytes(StandardCharsets.UTF_8));
            if (Results.bool(state.read(read).payload())) {
                return true;
            }
        }
        return false;
    }

    private HeartbeatAnswer answerTo(Heartbeat heartbeat) {
        return new HeartbeatAnswer(
                heartbeat.sequence(), heartbeat.sentNanos(), heartbeat.configId(), truth.configId(), 0, 0, 0);
    }

    /** What a client sends to a node over another; nodes reach each other. */
    private void passOn(Node over, Relayed relayed) {
        over.passedOn++;
        Node to = nodes.stream()
                .filter(node -> node.id.equals(relayed.destination()))
                .findAny()
                .orElseThrow();
        at(MILLI / 5, () -> {
            answeringOver = over;
            to.receive(relayed.message());
            answeringOver = null;
        });
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
        LogCommand command =
                new LogCommand(++sequences[partition], session, opening, number, floor, wallMillis(), operation);
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
        Node over = answeringOver;
        if (over != null) {
            Relayed relayed = new Relayed(node.id, CLIENT, message);
            at(MILLI / 5, () -> travel(over, () -> router.received(over.id, relayed)));
            return;
        }
        travel(node, () -> {
            if (links.get(node.id) == node) {
                router.received(node.id, message);
            }
        });
    }

    private void travel(Node node, Runnable arrival) {
        if (node.cutFromClient) {
            return;
        }
        for (int copies = random.nextInt(1_000) < doublePerMille ? 2 : 1; copies > 0; copies--) {
            if (random.nextInt(1_000) >= lossPerMille) {
                at(MILLI / 10 + node.slowNanos / 2 + random.nextLong(maxDelayNanos), arrival);
            }
        }
    }

    void at(long delayNanos, Runnable task) {
        events.add(new Event(now + delayNanos, order++, task));
    }

    /** Lets so much time pass. */
    void pass(long millis) {
        long end = now + millis * MILLI;
        while (!events.isEmpty() && events.peek().atNanos() <= end) {
            Event event = events.remove();
            now = Math.max(now, event.atNanos());
            event.task().run();
        }
        now = end;
    }

    @Override
    public void send(NodeId to, Message message) {
        trace.add(now + " " + to.low() + " " + message.getClass().getSimpleName());
        Node node = links.get(to);
        if (node == null || (dropRequest != null && dropRequest.test(message))) {
            return;
        }
        travel(node, () -> node.receive(message));
    }

    @Override
    public Cancellable schedule(long delayNanos, Runnable task) {
        boolean[] cancelled = {false};
        at(delayNanos, () -> {
            if (!cancelled[0]) {
                task.run();
            }
        });
        return () -> cancelled[0] = true;
    }

    @Override
    public void connect(NodeAddress address, @Nullable NodeId expected) {
        for (Node node : nodes) {
            if (node.cutFromClient && node.address.equals(address)) {
                at(CONNECT_TIMEOUT_NANOS, () -> router.connectFailed(address, "connection timed out"));
                return;
            }
        }
        at(MILLI, () -> {
            for (Node node : nodes) {
                if (node.alive && node.address.equals(address)) {
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
        return this;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public long nowNanos() {
        return now;
    }

    @Override
    public long wallMillis() {
        return now / MILLI;
    }
}
