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
 * {@link Listener#configChanged} until the config is so.
 */
public final class ConfigCore {
    private final NodeId self;
    private final ProtocolPort port;
    private final PeerHealth health;
    private final ConfigOptions options;
    private final Listener listener;
    private final ConfigGossip gossip;
    private final Joining joining;
    private final JoinDesk desk;
    private final OperatorRequests commands;
    private final Upkeep upkeep;
    private final MemberFarewell farewell;
    private final ConfigInbox inbox;

    private @Nullable Chain chain;
    private @Nullable Member asMember;
    private boolean leaving;
    private boolean stopped;

    /** What there is once a config is held. */
    private record Chain(ConfigHistory history, Agreement agreement, Petition petition) {}

    /** Hears what becomes of the config. */
    public interface Listener {

        /**
         * A newer config is held. Called after everything else was brought up to date; may call {@link #propose}.
         *
         * @param previous the config held before; null if there was none
         * @param changes what was decided; empty if {@code next} does not directly follow {@code previous} or nothing
         *     was
         */
        void configChanged(@Nullable ClusterConfig previous, ClusterConfig next, List<Change> changes);

        /** A node that was asked for admission says why not yet. It is asked again all the same. */
        default void joinDelayed(NodeId by, String reason) {}
    }

    /** A core with the usual timing, that keeps no votes on disk. */
    public ConfigCore(NodeId self, ProtocolPort port, PeerHealth health, Listener listener) {
        this(self, port, health, listener, ConfigOptions.defaults());
    }

    /** A core that holds no config yet; see {@link #create} and {@link #join}. */
    public ConfigCore(NodeId self, ProtocolPort port, PeerHealth health, Listener listener, ConfigOptions options) {
        this.self = self;
        this.port = port;
        this.health = health;
        this.listener = listener;
        this.options = options;
        this.gossip = new ConfigGossip(self, port);
        this.joining = new Joining(port);
        this.desk = new JoinDesk(this, port);
        this.commands = new OperatorRequests(this, port, options.timing());
        this.upkeep = new Upkeep(this, port, health);
        this.farewell = new MemberFarewell(self, gossip);
        this.inbox = new ConfigInbox(this, port, listener, gossip, joining, desk, commands);
    }

    /**
     * Creates a cluster with this node as its only member.
     *
     * @param replicationFactor 1 to 7
     * @throws IllegalArgumentException if {@code member} is a witness or the factor is out of range
     * @throws IllegalStateException if a config is held already
     */
    public void create(ClusterParameters parameters, Member member, int replicationFactor) {
        if (chain != null || joining.isUnderWay()) {
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
        if (chain != null || joining.isUnderWay()) {
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
     * A neighbour's address turned out to be the node {@code seed}. It is asked for admission; by a node that was admitted
     * long ago and has lost touch with all it knew, for what it missed.
     */
    public void onSeedAnswered(NodeId seed) {
        if (joining.isUnderWay()) {
            joining.addContact(seed);
        } else if (chain != null && !stopped && !seed.equals(self)) {
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
        stopped = true;
        joining.stop();
        upkeep.stop();
        if (chain != null) {
            chain.petition().stop();
            chain.agreement().stop();
        }
    }

    public NodeId self() {
        return self;
    }

    /** The newest config; null before the first. */
    public @Nullable ClusterConfig config() {
        return chain == null ? null : chain.history().config();
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
        return chain == null
                ? null
                : chain.history().since(chain.history().config().generation(), configId);
    }

    /**
     * Asks for {@code change} in the current instance. Asking for the same twice is asking once.
     *
     * @return why it is illegal in the current config or cannot be asked for; null if it is being asked for
     */
    public @Nullable String propose(Change change) {
        Chain current = chain;
        if (current == null || stopped) {
            return stopped ? "this node has stopped" : "this node holds no config yet";
        }
        if (!change.author().equals(self)) {
            return "a node asks only for changes of its own";
        }
        if (current.petition().has(change)) {
            return null;
        }
        ClusterConfig config = current.history().config();
        if (!ValueBuilder.isRemovalOfVoter(config, change)) {
            String refusal = new ConfigDraft(config, options.rules()).apply(change);
            if (refusal != null) {
                return refusal;
            }
        } else if (!config.isMember(self)) {
            return "this node is not a member";
        }
        return current.petition().add(change) ? null : "too many changes are being asked for; ask again later";
    }

    /**
     * This node wanted {@code change} under the older config {@code configId}. It is not asked for, as whoever wants it
     * looks at the newer config first; but voters are told that it came late, so that settings alone, which may change
     * any number of times a second, do not outrun it for ever.
     */
    public void wantedLate(long configId, Change change) {
        Chain current = chain;
        if (current != null && !stopped) {
            Instance held = Instance.of(current.history().config());
            if (configId >= 1 && configId < held.configId()) {
                current.petition().late(new Instance(held.clusterId(), held.generation(), configId), change);
            }
        }
    }

    /** Whether this node hears {@code node} well, and so would not consent to its removal. */
    boolean wouldDefend(NodeId node) {
        return node.equals(self) || health.hearsWell(node);
    }

    /** A heartbeat or request of {@code from} said that it holds {@code configId}. */
    public void heard(NodeId from, long configId) {
        if (stopped) {
            return;
        }
        long before = gossip.known(from);
        gossip.heard(from, configId);
        if (configId > before
                && chain != null
                && configId >= chain.history().config().configId()) {
            upkeep.poke();
        }
    }

    /**
     * Whether {@code node} is known to hold the current config, was heard lately and is not suspected; true for this
     * node itself.
     */
    public boolean trusts(NodeId node) {
        return node.equals(self)
                || (chain != null
                        && gossip.known(node) >= chain.history().config().configId()
                        && health.heardLately(node)
                        && !health.isSuspected(node));
    }

    /** Whether a majority of the voters was heard lately, so that a hand-over begun now is soon decided. */
    public boolean hearsMajorityOfVoters() {
        ClusterConfig config = config();
        if (config == null) {
            return false;
        }
        long heard = config.voters().stream()
                .filter(voter -> voter.equals(self) || health.heardLately(voter))
                .count();
        return heard >= config.quorum();
    }

    /**
     * Whether nobody needs this node's memory of the config any more: it has no vote in an instance that it does not
     * know to be decided, and if it took part in deciding, most voters other than itself hold the result. Always true
     * for the only member.
     */
    public boolean safeToStop() {
        if (chain == null) {
            return true;
        }
        return farewell.isDue(chain.history().config(), chain.agreement().hasUndecidedVote());
    }

    /** Why no config may be forced from {@code held} here and now, in words for people; null if it may. */
    @Nullable
    String refuseToForce(Instance held) {
        ClusterConfig config = config();
        if (config == null) {
            return "this node holds no config yet";
        }
        if (!Instance.of(config).equals(held)) {
            return "this node holds " + config + " now, and not the one the command was given for; look again";
        }
        if (!config.isMember(self)) {
            return "this node is no longer a member";
        }
        return hearsMajorityOfVoters()
                ? "most voters answer node " + self.shortName()
                        + ": the cluster can change its config by itself, and nothing has to be forced"
                : null;
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
        if (!stopped) {
            inbox.handle(from, message);
        }
    }

    /** Adopts {@code next} from a message, whatever led there. */
    void jumpTo(ClusterConfig next) {
        adopt(next, null);
    }

    /** Adopts what {@code values} lead to, one after the other. */
    void follow(List<List<Change>> values) {
        for (List<Change> value : values) {
            ClusterConfig config = config();
            if (config == null || stopped) {
                return;
            }
            adopt(ConfigTransition.apply(config, value, options.rules()), value);
        }
    }

    ConfigRules rules() {
        return options.rules();
    }

    /** This node's part in deciding; null while it holds no config. */
    @Nullable
    Agreement agreement() {
        return chain == null ? null : chain.agreement();
    }

    /** A node that was struck off asks, some times a lease, whether it is still needed. */
    void seeWhetherNeeded(ClusterConfig config) {
        if (!config.isMember(self) && !safeToStop()) {
            farewell.ask(config);
        }
    }

    /** This node counted the votes: {@code value} is decided. */
    private void decide(List<Change> value) {
        Chain current = chain;
        if (current == null) {
            throw new IllegalStateException("an instance was decided where no config is held");
        }
        ClusterConfig previous = current.history().config();
        ClusterConfig next = ConfigTransition.apply(previous, value, options.rules());
        adopt(next, value);
        // Only now: it is the listener that learns where new members can be reached.
        gossip.tell(previous, next, value);
    }

    /** @param value what led from the config held to {@code next}; null if that is not known */
    private void adopt(ClusterConfig next, @Nullable List<Change> value) {
        Chain current = chain;
        ClusterConfig previous = null;
        if (current == null) {
            Agreement agreement =
                    new Agreement(self, port, health, options, next.parameters(), this::trusts, this::decide);
            current = new Chain(new ConfigHistory(next), agreement, new Petition(self, port, health, agreement));
            chain = current;
        } else {
            previous = current.history().config();
            if (value != null) {
                current.history().advance(next, value);
            } else {
                current.history().jump(next);
            }
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
            desk.begin(next);
            commands.begin(next);
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
