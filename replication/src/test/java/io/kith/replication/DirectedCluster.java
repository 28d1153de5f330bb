package io.kith.replication;

import io.kith.collections.partition.PartitionRules;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.config.ScriptedChain;
import io.kith.replication.safety.RulesWithout;
import io.kith.replication.safety.SafetyRules;
import io.kith.simulation.NetworkOptions;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import io.kith.simulation.SimulationFailure;
import io.kith.simulation.SimulationTrace;
import io.kith.simulation.oracle.ClusterOracle;
import io.kith.simulation.oracle.Roster;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One partition on a few nodes, driven step by step: production's replication on virtual time and the simulator's
 * network and oracle, while the schedule decides the configs, who learns them when, who heartbeats whom when, and which
 * messages are lost or held back. So a schedule that takes random runs days to meet takes a page.
 */
final class DirectedCluster {
    static final int P = 0;
    static final long LEASE_MILLIS = 1_000;

    private static final long MILLIS = 1_000_000L;
    private static final long DELAY_NANOS = 100_000L;
    private static final long FORM_MILLIS = 5_000;

    final DirectedClient client;

    private final DirectedRules rules;
    private final SimulatedWorld world;
    private final Roster roster = new Roster();
    private final ClusterOracle oracle = new ClusterOracle(roster);
    private final List<DirectedNode> nodes = new ArrayList<>();
    private final List<Ban> bans = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private @Nullable ScriptedChain chain;
    private List<NodeId> target = List.of();
    private int driftPerMille;

    private record Ban(
            @Nullable DirectedNode from, @Nullable DirectedNode to, Predicate<Message> what, boolean holds) {}

    DirectedCluster(DirectedRules rules, long seed, @Nullable PrintWriter text) {
        this.rules = rules;
        this.world = new SimulatedWorld(
                seed, new NetworkOptions(DELAY_NANOS, 1, 0, 1, 0, 0, 0, 0), null, new SimulationTrace(text));
        world.afterEachStep(oracle::check);
        world.network().censor(this::passes);
        this.client = new DirectedClient(world);
    }

    /** What went wrong in {@code schedule} under {@code rules}; null if nothing did. */
    static @Nullable String violation(Schedule schedule, DirectedRules rules, @Nullable PrintWriter text) {
        return violation(schedule, rules, 1, text);
    }

    /** The same with another seed for what chance there is. */
    static @Nullable String violation(Schedule schedule, DirectedRules rules, long seed, @Nullable PrintWriter text) {
        DirectedCluster cluster = new DirectedCluster(rules, seed, text);
        try {
            schedule.play(cluster);
            cluster.client.judge();
            return null;
        } catch (SimulationFailure e) {
            cluster.world.note("FAILURE " + e.getMessage());
            return String.valueOf(e.getMessage());
        }
    }

    /** A scripted run. */
    @FunctionalInterface
    interface Schedule {
        void play(DirectedCluster cluster);
    }

    // ---- nodes and configs

    /** Makes δ other than 0; to be called first. */
    void allowDrift(int perMille) {
        driftPerMille = perMille;
    }

    /** Adds a node whose clock runs true. */
    DirectedNode node(String name) {
        return node(name, 0);
    }

    /** Adds a node whose clock runs fast. */
    DirectedNode node(String name, long fastPpm) {
        return node(world.addProcess(name, fastPpm), name, rules.replication());
    }

    /** Adds a node whose partitions' states keep these rules, and fail where those throw. */
    DirectedNode failingNode(String name, PartitionRules partitions) {
        DirectedNode node = node(world.addProcess(name, 0), name, RulesWithout.with(rules.replication(), partitions));
        node.mayFail();
        return node;
    }

    private DirectedNode node(SimulatedProcess process, String name, SafetyRules itsRules) {
        DirectedNode node = new DirectedNode(
                name,
                process,
                itsRules,
                (partition, term, sequence, fingerprint) ->
                        oracle.committed(process, partition, term, sequence, fingerprint));
        roster.add(process, node);
        nodes.add(node);
        return node;
    }

    /** Makes a cluster of which all {@code all} are members and the first {@code replicas} hold the partition. */
    void form(int replicas, DirectedNode... all) {
        DirectedNode founder = all[0];
        ScriptedChain first = new ScriptedChain(
                new NodeId(7, 7),
                new ClusterParameters("directed", 1, (int) LEASE_MILLIS, driftPerMille),
                member(founder),
                rules.config());
        chain = first;
        founder.learn(first.newest());
        run(1);
        List<Change> admissions = new ArrayList<>();
        for (int i = 1; i < all.length; i++) {
            admissions.add(new Change.Admit(founder.id(), member(all[i])));
        }
        want(Arrays.copyOf(all, replicas));
        decide(admissions.toArray(new Change[0]));
        learn(all);
        untilPromoted(Arrays.copyOf(all, replicas));
        learn(all);
        run(2 * LEASE_MILLIS);
        client.open(founder, config());
        run(5);
    }

    private static Member member(DirectedNode node) {
        return new Member(
                node.id(),
                new NodeAddress(node.toString(), 7_000),
                Member.DEFAULT_ZONE,
                Member.DEFAULT_WEIGHT,
                false,
                MemberState.ACTIVE,
                0);
    }

    /** Heartbeats, and promotes whom the primary proposes, until the list is {@code replicas}. */
    void untilPromoted(DirectedNode... replicas) {
        long deadlineNanos = world.time().nowNanos() + FORM_MILLIS * MILLIS;
        while (!config().partition(P).replicas().containsAll(ids(replicas))) {
            if (world.time().nowNanos() > deadlineNanos) {
                throw new IllegalStateException("nobody was promoted");
            }
            beatAll(replicas);
            run(20);
            for (DirectedNode joiner : replicas) {
                if (asksToPromote(joiner)) {
                    decide(promote(joiner));
                    learn(replicas);
                    run(1);
                }
            }
        }
    }

    /** Where the ring wants the partition from the next config on. */
    void want(DirectedNode... wanted) {
        target = ids(wanted);
    }

    /** Decides the next config, which nobody knows yet. */
    void decide(Change... changes) {
        if (!decideIfLegal(changes)) {
            throw new IllegalStateException("voters refuse one of " + Arrays.toString(changes));
        }
    }

    /** Decides the next config if that is legal. */
    boolean decideIfLegal(Change... changes) {
        boolean legal = chain().decide(target, List.of(changes));
        oracle.decided(new DirectedConfig(config()), "the schedule");
        world.note((legal ? "decided " + config().configId() + ": " : "refused ") + Arrays.toString(changes) + ", "
                + config().partition(P));
        return legal;
    }

    private ScriptedChain chain() {
        return Objects.requireNonNull(chain, "form the cluster first");
    }

    /** The newest decided config. */
    ClusterConfig config() {
        return chain().newest();
    }

    /** Lets nodes learn the newest config, at once. */
    void learn(DirectedNode... learners) {
        for (DirectedNode learner : learners) {
            learner.learn(config());
        }
        run(0);
    }

    private DirectedNode primary() {
        NodeId id = config().partition(P).primary();
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst().orElseThrow();
    }

    Change promote(DirectedNode joiner) {
        return new Change.Promote(
                config().partition(P).primary(), P, config().partition(P).term(), joiner.id());
    }

    /** The removal of a replica from the list, wanted by the voters' complaints or by the primary. */
    Change drop(DirectedNode author, DirectedNode replica) {
        return new Change.Drop(author.id(), P, config().partition(P).term(), replica.id());
    }

    Change moveTo(DirectedNode author, DirectedNode successor) {
        return new Change.MovePrimary(author.id(), P, config().partition(P).term(), successor.id());
    }

    /** Whether the primary wants {@code joiner} promoted by the next config. */
    boolean asksToPromote(DirectedNode joiner) {
        return !config().partition(P).lists(joiner.id())
                && primary().configId() == config().configId()
                && primary().asks(promote(joiner));
    }

    static List<NodeId> ids(DirectedNode... some) {
        return Arrays.stream(some).map(DirectedNode::id).toList();
    }

    DirectedRules rules() {
        return rules;
    }

    // ---- time

    /** Runs on to the next instant that is {@code millis} after a multiple of {@code every}. */
    void runToPhase(long every, long millis) {
        long pastNanos = (world.time().nowNanos() - millis * MILLIS) % (every * MILLIS);
        world.time().runUntil(world.time().nowNanos() + every * MILLIS - pastNanos);
    }

    void run(long millis) {
        runNanos(millis * MILLIS);
    }

    void runNanos(long nanos) {
        world.time().runUntil(world.time().nowNanos() + nanos);
    }

    /** Runs until {@code done}, for {@code millis} at most; says whether it is. */
    boolean runUntil(long millis, BooleanSupplier done) {
        long deadlineNanos = world.time().nowNanos() + millis * MILLIS;
        while (!done.getAsBoolean() && world.time().nowNanos() < deadlineNanos) {
            world.time().runUntil(world.time().nowNanos() + DELAY_NANOS);
        }
        return done.getAsBoolean();
    }

    // ---- heartbeats

    /** {@code from} heartbeats {@code to}, which answers. */
    void beat(DirectedNode from, DirectedNode to) {
        beatHeardLate(from, to, 0);
    }

    /** {@code from} heartbeats {@code to}; the answer takes {@code millis} longer than usual. */
    void beatHeardLate(DirectedNode from, DirectedNode to, long millis) {
        long sentNanos = from.process().clock().nowNanos();
        world.time()
                .after(
                        DELAY_NANOS,
                        () -> to.step(() -> {
                            long configId = to.configId();
                            to.answer(from.id(), sentNanos);
                            world.time()
                                    .after(
                                            DELAY_NANOS + millis * MILLIS,
                                            () -> from.step(() -> from.answered(to.id(), configId, sentNanos)));
                        }));
    }

    /** Everybody heartbeats everybody once. */
    void beatAll(DirectedNode... some) {
        for (DirectedNode from : some) {
            for (DirectedNode to : some) {
                if (from != to) {
                    beat(from, to);
                }
            }
        }
        run(1);
    }

    // ---- messages

    /** Makes the network better or worse from now on. */
    void disturb(NetworkOptions options) {
        world.network().become(options);
    }

    /** Loses what {@code from} sends to {@code to} from now on; null for anybody. */
    void lose(@Nullable DirectedNode from, @Nullable DirectedNode to, Predicate<Message> what) {
        bans.add(new Ban(from, to, what, false));
    }

    /** Loses all between two nodes from now on. */
    void cut(DirectedNode one, DirectedNode other) {
        lose(one, other, message -> true);
        lose(other, one, message -> true);
    }

    /** Holds back what {@code from} sends to {@code to} from now on. */
    void hold(@Nullable DirectedNode from, @Nullable DirectedNode to, Predicate<Message> what) {
        bans.add(new Ban(from, to, what, true));
    }

    /** Ends all cuts and holds; what was held stays held. */
    void mend() {
        bans.clear();
    }

    /** Delivers what was held, in order. */
    void release() {
        List<Runnable> all = List.copyOf(held);
        held.clear();
        all.forEach(Runnable::run);
        run(0);
    }

    private boolean passes(SimulatedProcess sender, SimulatedProcess receiver, Message message) {
        for (Ban ban : bans) {
            if ((ban.from == null || ban.from.process() == sender)
                    && (ban.to == null || ban.to.process() == receiver)
                    && ban.what.test(message)) {
                if (ban.holds) {
                    held.add(() -> receiver.ports().get(0).deliver(sender.id(), message));
                }
                return false;
            }
        }
        return true;
    }
}
