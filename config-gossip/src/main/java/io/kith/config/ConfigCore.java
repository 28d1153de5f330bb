package io.kith.config;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node's whole part in the config: holds the newest one, votes, asks for changes, spreads decisions, joins and leaves.
 * Single-threaded; does no I/O of its own.
 *
 * <p>A change is asked for in one instance only. Whoever wants something asks again in
 * {@link ConfigListener#configChanged} until the config is so.
 */
public final class ConfigCore {
    private final NodeId self;
    private final ProtocolPort port;
    private final PeerHealth health;
    private final ConfigOptions options;
    private final ConfigListener listener;
    private final ConfigGossip gossip;
    private final Joining joining;
    private final HeldConfig held;
    private final Confidence confidence;
    private final LostHolders lostHolders;
    private final OutsideRequests outside;
    private final Upkeep upkeep;
    private final MemberFarewell farewell;
    private final ConfigInbox inbox;
    private final Founding founding;
    private final JoinDesk desk;

    private @Nullable Member asMember;
    private boolean leaving;

    /** A core with the usual timing, that keeps no votes on disk. */
    public ConfigCore(NodeId self, ProtocolPort port, PeerHealth health, ConfigListener listener) {
        this(self, port, health, listener, ConfigOptions.defaults());
    }

    /** A core that holds no config yet; see {@link #create} and {@link #join}. */
    public ConfigCore(
            NodeId self, ProtocolPort port, PeerHealth health, ConfigListener listener, ConfigOptions options) {
        this.self = self;
        this.port = port;
        this.health = health;
        this.listener = listener;
        this.options = options;
        this.gossip = new ConfigGossip(self, port);
        this.joining = new Joining(port);
        this.held = new HeldConfig(self, options.rules());
        this.lostHolders = new LostHolders(port, health, options.rules());
        this.confidence = new Confidence(held, gossip, health, lostHolders);
        this.farewell = new MemberFarewell(self, gossip);
        this.upkeep = new Upkeep(held, confidence, port, health, this::seeWhetherNeeded);
        Adoption adoption = new Adopting();
        this.desk = new JoinDesk(held, confidence, port, options.proof(), listener);
        this.outside = new OutsideRequests(
                port,
                held,
                confidence,
                gossip,
                adoption,
                desk,
                new OperatorRequests(held, confidence, port, options.timing(), lostHolders));
        this.inbox = new ConfigInbox(port, held, adoption, listener, gossip, joining, outside, upkeep);
        this.founding = new Founding(self, port, options.rules(), new AsFounder());
    }

    /**
     * Creates a cluster with this node as its only member.
     *
     * @param replicationFactor 1 to 7
     * @throws IllegalArgumentException if {@code member} is a witness or the factor is out of range
     * @throws IllegalStateException if a config is held already
     */
    public void create(ClusterParameters parameters, Member member, int replicationFactor) {
        if (held.config() != null || joining.isUnderWay()) {
            throw new IllegalStateException("this node is in a cluster already, or joins one");
        }
        checkSelf(member);
        asMember = member;
        adopt(Genesis.config(NodeId.random(port.random()), parameters, member, replicationFactor), null);
    }

    /**
     * Goes on after a restart from what was kept: a config, and a {@link VoteStore} with the votes of the same run.
     *
     * @throws IllegalStateException if a config is held already
     */
    public void resume(ClusterConfig kept, Member member) {
        if (held.config() != null || joining.isUnderWay()) {
            throw new IllegalStateException("this node is in a cluster already, or joins one");
        }
        checkSelf(member);
        asMember = member;
        adopt(kept, null);
    }

    /** Begins to ask for admission; see {@link #onSeedAnswered}. Goes on until a config lists this node. */
    public void join(Member member) {
        checkSelf(member);
        asMember = member;
        joining.start(member, List.of());
    }

    /**
     * Begins to wait for others that do the same, to make one cluster with them; and to ask those for admission that are in
     * one already.
     */
    public void form(Member member, FoundingPlan plan) {
        join(member);
        founding.begin(member, plan);
    }

    /** What a node waits for that is to {@link #form} a cluster, in a line for people; null if it does not wait. */
    public @Nullable String waitingFor() {
        return founding.waitingFor();
    }

    /**
     * A neighbour's address turned out to be the node {@code seed}. It is asked for admission; by a node that was admitted
     * long ago and has lost touch with all it knew, for what it missed.
     */
    public void onSeedAnswered(NodeId seed) {
        if (joining.isUnderWay()) {
            joining.addContact(seed);
            founding.addContact(seed);
        } else if (held.config() != null && !held.isStopped() && !seed.equals(self)) {
            gossip.pull(seed);
        }
    }

    /** Asks, in each config anew until it is so, that this node be marked as leaving; it is removed once it is empty. */
    public void leave() {
        leaving = true;
        askToLeave();
    }

    /** No more messages and no more timers. */
    public void stop() {
        joining.stop();
        founding.end();
        upkeep.stop();
        held.stop();
    }

    public NodeId self() {
        return self;
    }

    /** The newest config; null before the first. */
    public @Nullable ClusterConfig config() {
        return held.config();
    }

    /** The highest config id that {@code node} was heard to hold; 0 if none. */
    public long knownConfigId(NodeId node) {
        return gossip.known(node);
    }

    /**
     * What a client or node lacks that holds version {@code configId} (0: none); null if it lacks nothing, or there is
     * no config yet.
     */
    public ConfigMessage.@Nullable ConfigUpdate updateSince(long configId) {
        return held.updateSince(configId);
    }

    /**
     * Asks for {@code change} in the current instance. Asking for the same twice is asking once.
     *
     * @return why it is illegal in the current config or cannot be asked for; null if it is being asked for
     */
    public @Nullable String propose(Change change) {
        return held.propose(change);
    }

    /**
     * This node wanted {@code change} under the older config {@code configId}. It is not asked for, as whoever wants it
     * looks at the newer config first; but voters are told that it came late, so that settings alone, which may change
     * any number of times a second, do not outrun it for ever.
     */
    public void wantedLate(long configId, Change change) {
        held.wantedLate(configId, change);
    }

    /** A heartbeat or request of {@code from} said that it holds {@code configId}. */
    public void heard(NodeId from, long configId) {
        lostHolders.heard(from);
        inbox.heard(from, configId);
    }

    /**
     * Whether {@code node} is known to hold the current config, was heard lately and is not suspected; true for this
     * node itself.
     */
    public boolean trusts(NodeId node) {
        return confidence.trusts(node);
    }

    /** Whether a majority of the voters was heard lately, so that a hand-over begun now is soon decided. */
    public boolean hearsMajorityOfVoters() {
        return confidence.hearsMajorityOfVoters();
    }

    /**
     * Whether nobody needs this node's memory of the config any more: it has no vote in an instance that it does not
     * know to be decided, and if it took part in deciding, most voters other than itself hold the result. Always true
     * for the only member.
     */
    public boolean safeToStop() {
        ClusterConfig config = config();
        return config == null || farewell.isDue(config, held.hasUndecidedVote());
    }

    /**
     * Forces a config of a new generation, with {@code survivors} as its only members, by an operator's word when most
     * voters are gone for good. Fences off the old chain for ever; what only lost nodes hold is lost.
     *
     * @throws IllegalStateException if no config is held
     * @throws IllegalArgumentException if no survivor is named or one is not a member
     */
    public ClusterConfig force(List<NodeId> survivors) {
        ClusterConfig config = config();
        if (config == null) {
            throw new IllegalStateException("this node holds no config from which one could be forced");
        }
        ClusterConfig forced = ConfigTransition.force(config, survivors);
        for (NodeId node : config.members().keySet()) {
            if (!node.equals(self)) {
                port.send(node, new ConfigMessage.FullConfig(forced));
            }
        }
        adopt(forced, null);
        return forced;
    }

    /** Handles a message from a node or, for pulls and commands, from a client. */
    public void handle(NodeId from, ConfigMessage message) {
        lostHolders.heard(from);
        inbox.handle(from, message);
    }

    /** Handles what nodes say while some of them are in no cluster. */
    public void handle(NodeId from, BootstrapMessage message) {
        Member member = asMember;
        if (held.isStopped() || member == null) {
            return;
        }
        if (message instanceof BootstrapMessage.Reach reach) {
            desk.checks().onReach(from, reach);
        } else if (message instanceof BootstrapMessage.Reached reached) {
            desk.checks().onReached(from, reached);
        } else if (founding.isUnderWay()) {
            founding.handle(from, message);
        } else if (message.kind() == BootstrapMessage.Kind.WAITING) {
            port.send(
                    from,
                    held.config() == null
                            ? BootstrapMessage.Waiting.forAdmission(
                                    member.address(), port.clock().nowNanos())
                            : new BootstrapMessage.Settled(member.address()));
        }
    }

    private final class AsFounder implements Founding.Founder {
        @Override
        public void found(FoundingPlan plan) {
            Member member = asMember;
            if (member != null) {
                joining.stop();
                create(plan.parameters(), member, plan.replicationFactor());
            }
        }

        @Override
        public void ask(NodeId member) {
            joining.addContact(member);
        }
    }

    private final class Adopting implements Adoption {
        @Override
        public void adopt(ClusterConfig next, @Nullable List<Change> value) {
            ConfigCore.this.adopt(next, value);
        }

        @Override
        public void force(List<NodeId> survivors) {
            ConfigCore.this.force(survivors);
        }
    }

    /** A node that was struck off asks, some times a lease, whether it is still needed. */
    private void seeWhetherNeeded(ClusterConfig config) {
        if (!config.isMember(self) && !safeToStop()) {
            farewell.ask(config);
        }
    }

    /** This node counted the votes: {@code value} is decided. */
    private void decide(List<Change> value) {
        ClusterConfig previous = config();
        if (previous == null) {
            throw new IllegalStateException("an instance was decided where no config is held");
        }
        ClusterConfig next = ConfigTransition.apply(previous, value, options.rules());
        adopt(next, value);
        // Only now: it is the listener that learns where new members can be reached.
        gossip.tell(previous, next, value);
    }

    /** @param value what led from the config held to {@code next}; null if that is not known */
    private void adopt(ClusterConfig next, @Nullable List<Change> value) {
        HeldConfig.Chain current = held.chain();
        ClusterConfig previous = null;
        if (current == null) {
            Agreement agreement = new Agreement(
                    self, port, health, options, next.parameters(), confidence::trusts, lostHolders, this::decide);
            current = new HeldConfig.Chain(
                    new ConfigHistory(next), agreement, new Petition(self, port, health, agreement));
            held.found(current);
            founding.end();
        } else {
            previous = current.history().config();
            if (value != null) {
                current.history().advance(next, value);
            } else {
                current.history().jump(next);
            }
        }
        lostHolders.begin(previous, next);
        if (previous != null) {
            desk.note(previous, next);
        }
        gossip.begin(current.history(), previous);
        current.agreement().begin(next);
        current.petition().begin(next);
        farewell.begin(previous);
        upkeep.begin(previous, next);
        inbox.begin(next);
        seeToMembership(previous, next);
        listener.configChanged(previous, next, value == null ? List.of() : value);
        if (next.isMember(self)) {
            outside.begin(next);
        }
        askToLeave();
    }

    /** Stops asking for admission once it is given, and asks again if this node was struck off against its will. */
    private void seeToMembership(@Nullable ClusterConfig previous, ClusterConfig next) {
        Member member = asMember;
        if (next.isMember(self)) {
            joining.stop();
        } else if (member != null && !leaving && !joining.isUnderWay()) {
            Member before = previous == null ? null : previous.member(self);
            if (before == null || before.state() == MemberState.ACTIVE) {
                joining.start(member, next.members().keySet());
            }
        }
    }

    private void askToLeave() {
        ClusterConfig config = config();
        Member member = config == null ? null : config.member(self);
        if (leaving && member != null && member.state() == MemberState.ACTIVE) {
            propose(new Change.Leave(self, self));
        }
    }

    private void checkSelf(Member member) {
        if (!member.id().equals(self)) {
            throw new IllegalArgumentException("this node is " + self + ", not " + member.id());
        }
    }
}
