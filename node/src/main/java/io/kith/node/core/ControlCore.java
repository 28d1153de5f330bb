package io.kith.node.core;

import io.kith.config.BootstrapMessage;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.config.ConfigCore;
import io.kith.config.ConfigListener;
import io.kith.config.ConfigMessage;
import io.kith.config.ConfigOptions;
import io.kith.config.ConfigTiming;
import io.kith.config.FoundingPlan;
import io.kith.config.Member;
import io.kith.membership.FailureDetector;
import io.kith.membership.LinkGossip;
import io.kith.membership.LinkReport;
import io.kith.membership.MembershipListener;
import io.kith.membership.MembershipMessage;
import io.kith.membership.NodeState;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What runs on a node's control loop: failure detection and the config's agreement, and what ties them to the shards.
 * Every call is made on that loop.
 */
public final class ControlCore {
    private static final int ALONE_LEASES = 5;
    private static final long LOOK_NANOS = 2_000_000_000;

    private final NodeId self;
    private final Member member;
    private final Loop loop;
    private final ShardLoops shards;
    private final NodeTimes times;
    private final LiveSettings started;
    private LiveSettings inForce;
    private final NodeEvents events;
    private final FailureDetector detector;
    private final RelayingPort relaying;
    private final Detours detours;
    private final boolean mayRelay;
    private final LinkView links;
    private final ConfigCore config;
    private final StandingWishes wishes;
    private final LoopWatch watch;
    private final Fullness fullness;
    private final StoppedPartitions stoppedPartitions;
    private final NodeOutlets outlets;
    private final ConfigPull pull;
    private boolean stopped;
    private boolean leaving;
    private long lookedNanos;

    ControlCore(
            Member member,
            Loop loop,
            ShardLoops shards,
            NodeSetup setup,
            Consumer<SortedMap<NodeId, NodeId>> reroute,
            NodeEvents events,
            NodeOutlets outlets) {
        this.self = member.id();
        this.member = member;
        this.loop = loop;
        this.shards = shards;
        this.times = setup.times();
        this.started = new LiveSettings(times, setup.limits());
        this.inForce = started;
        this.events = events;
        this.outlets = outlets;
        this.stoppedPartitions = new StoppedPartitions(events);
        this.watch = new LoopWatch(loop, shards.loops(), times.hungLoopNanos());
        Suspicions suspicions = new Suspicions();
        this.detector = new FailureDetector(self, loop.port(), times.membership(), suspicions, suspicions);
        this.relaying = new RelayingPort(self, loop.port(), setup.relays());
        this.mayRelay = !setup.relays().isOff();
        this.links = new LinkView(self, loop.port(), detector, this::figures, events::linksThin);
        this.detours = new Detours(relaying, reroute, links, shards);
        this.pull = new ConfigPull(relaying);
        this.config = new ConfigCore(
                self,
                relaying,
                new HeardPeers(detector, () -> 2 * inForce.times().replication().heartbeatNanos()),
                new Configs(),
                new ConfigOptions(
                        ConfigTiming.defaults(), outlets.votes(), setup.rules().config(), outlets.proof()));
        this.fullness = new Fullness(self, shards, config::propose, events);
        this.wishes = new StandingWishes(config::propose);
        loop.port().schedule(times.wishNanos(), this::tick);
    }

    // ---- commands

    void create(ClusterParameters parameters, int replicationFactor) {
        config.create(parameters, member, replicationFactor);
    }

    void join() {
        config.join(member);
    }

    void form(FoundingPlan plan) {
        config.form(member, plan);
    }

    void seedAnswered(NodeId seed) {
        config.onSeedAnswered(seed);
    }

    /** Asks for this node to be drained of its partitions and then to be no member any more. */
    public void leave() {
        leaving = true;
        config.leave();
    }

    /** Whether this node has been asked to leave. */
    public boolean isLeaving() {
        return leaving;
    }

    /** Whether this node may end without anybody needing what it knows of the config. */
    public boolean safeToStop() {
        return config.safeToStop();
    }

    /** The config this node holds, or null while it is in no cluster yet. */
    public @Nullable ClusterConfig config() {
        return config.config();
    }

    /** The config's protocols. */
    public ConfigCore configCore() {
        return config;
    }

    /**
     * Whether this node has heard none of the other members for {@value #ALONE_LEASES} leases. They may all be gone, and
     * those that took their places may not know it: only its neighbours' addresses are left to ask.
     */
    public boolean isAlone() {
        ClusterConfig current = config.config();
        if (current == null || stopped) {
            return false;
        }
        long silenceNanos = ALONE_LEASES * current.parameters().leaseNanos();
        return Peers.areAllSilent(self, current, peer -> detector.heardWithin(peer, silenceNanos));
    }

    /** The failure detector. */
    public FailureDetector detector() {
        return detector;
    }

    /** The connection to {@code peer} broke. */
    public void connectionLost(NodeId peer) {
        detector.connectionLost(peer);
    }

    /** A connection to {@code peer} was closed and nobody answers at its address any more. */
    public void connectionRefused(NodeId peer) {
        detector.connectionRefused(peer);
    }

    void stop() {
        stopped = true;
        detector.stop();
        links.stop();
        config.stop();
    }

    // ---- from shards

    /**
     * Proposes what a shard wants under the config it holds. If that is old, the shard is about to learn of the newer one,
     * and to want the same or something else under that; never is a change asked for in another instance than the one its
     * author keeps to it in.
     */
    void proposeUnder(long configId, Change change) {
        ClusterConfig current = config.config();
        if (!stopped && current != null) {
            if (current.configId() == configId) {
                config.propose(change);
            } else {
                config.wantedLate(configId, change);
            }
        }
    }

    /** Shard {@code index} holds so much; {@code refused} says whether it refused something since it said so last. */
    void stored(int index, long bytes, boolean refused) {
        if (stopped) {
            return;
        }
        fullness.stored(index, bytes, refused, inForce.limits().memoryBytes());
        ClusterConfig current = config.config();
        if (current != null) {
            fullness.ask(current);
        }
    }

    /** What there is room for. */
    Fullness fullness() {
        return fullness;
    }

    /** The partitions that are stopped here. */
    StoppedPartitions stopped() {
        return stoppedPartitions;
    }

    /** What this node has others told of itself. */
    private List<Long> figures() {
        long limitBytes = member.witness() ? 0 : inForce.limits().memoryBytes();
        return fullness.figures(limitBytes, stoppedPartitions.count(), outlets.intake())
                .toList();
    }

    void behind(NodeId peer) {
        ClusterConfig current = config.config();
        if (!stopped && current != null) {
            pull.behind(peer, current);
        }
    }

    // ---- from other nodes

    void handle(NodeId from, Message message) {
        if (stopped) {
            return;
        }
        if (message instanceof LinkGossip gossip) {
            links.received(gossip);
        } else if (message instanceof MembershipMessage membership) {
            detector.received(from, membership);
        } else if (message instanceof ConfigMessage configMessage) {
            config.handle(from, configMessage);
        } else if (message instanceof BootstrapMessage bootstrap) {
            config.handle(from, bootstrap);
        }
    }

    /** Takes what {@code origin} said and {@code relay} passed on. */
    void handleRelayed(NodeId relay, NodeId origin, MembershipMessage message) {
        if (!stopped) {
            detector.receivedOverRelay(relay, origin, message);
        }
    }

    /** How much work waits at this node, 0 to 255; any loop may ask. */
    int queueHint() {
        return watch.queueHint();
    }

    /** What nodes report of their links, as far as this one knows. */
    public List<LinkReport> linkReports() {
        return links.reports();
    }

    // ---- now and then

    private void tick() {
        if (stopped) {
            return;
        }
        ClusterConfig current = config.config();
        if (current != null) {
            wishes.ask(current);
            fullness.ask(current);
            long nowNanos = loop.port().clock().nowNanos();
            if (nowNanos - lookedNanos > LOOK_NANOS) {
                lookedNanos = nowNanos;
                links.lookForWeakSpots(current);
                detours.tellShards();
            }
        }
        loop.port().schedule(times.wishNanos(), this::tick);
    }

    /** Follows the cluster's settings, if they changed. */
    private void follow(ClusterConfig current) {
        LiveSettings wanted = started.under(current);
        if (!wanted.equals(inForce)) {
            inForce = wanted;
            fullness.limited(wanted.limits().memoryBytes());
            detector.adjust(wanted.times().membership());
            shards.tellAll(shard -> shard.adjust(wanted.times().replication(), wanted.limits()));
        }
    }

    private void watchPeers(ClusterConfig current) {
        detector.watch(current.members().keySet(), new TreeSet<>(current.voters()), Peers.of(self, current));
    }

    /** What failure detection tells: leases hang on heartbeats, removals on condemnation. */
    private final class Suspicions implements NodeState, MembershipListener {
        @Override
        public long configId() {
            ClusterConfig current = config.config();
            return current == null ? 0 : current.configId();
        }

        @Override
        public boolean loopsMove() {
            return watch.allMove();
        }

        @Override
        public int queueHint() {
            return watch.queueHint();
        }

        @Override
        public void answering(NodeId peer, long sentNanos, long peerConfigId) {
            config.heard(peer, peerConfigId);
            long configId = configId();
            if (configId == 0) {
                return;
            }
            long nowNanos = loop.port().clock().nowNanos();
            shards.tellAll(shard -> {
                shard.gaveGrant(peer, configId, nowNanos);
                shard.delegate(peer, sentNanos);
            });
        }

        @Override
        public void answered(NodeId peer, long sentNanos, long peerConfigId) {
            config.heard(peer, peerConfigId);
            shards.tellAll(shard -> shard.receivedGrant(peer, peerConfigId, sentNanos));
        }

        @Override
        public void suspected(NodeId peer) {
            events.suspected(peer);
        }

        @Override
        public void cleared(NodeId peer) {
            wishes.withdraw("remove " + peer);
            events.cleared(peer);
        }

        @Override
        public void rerouted(NodeId peer, @Nullable NodeId relay) {
            detours.rerouted(peer, relay);
            events.rerouted(peer, relay);
        }

        @Override
        public boolean mayRelay() {
            return mayRelay;
        }

        @Override
        public double weightMicros(NodeId relay, NodeId peer) {
            return links.weightMicros(relay, peer);
        }

        @Override
        public void condemned(NodeId peer) {
            ClusterConfig current = config.config();
            if (current != null) {
                wishes.want("remove " + peer, new Change.Remove(self, peer), next -> !next.isMember(peer), current);
            }
        }
    }

    private final class Configs implements ConfigListener {
        @Override
        public void configChanged(@Nullable ClusterConfig previous, ClusterConfig next, List<Change> changes) {
            // The listener makes new members reachable, which the shards are about to talk to.
            events.configChanged(previous, next, changes);
            // Shards must know of the config before any grant is given under it.
            shards.tellAll(shard -> shard.adopt(next));
            watchPeers(next);
            follow(next);
            links.configChanged(next);
            wishes.ask(next);
            fullness.ask(next);
        }

        @Override
        public void joinDelayed(NodeId by, String reason) {
            events.joinDelayed("node " + by.shortName() + " says: " + reason);
        }

        @Override
        public void admissionRefused(Member joiner, String reason, boolean isUnreachable) {
            events.admissionRefused(joiner, reason, isUnreachable);
        }
    }
}
