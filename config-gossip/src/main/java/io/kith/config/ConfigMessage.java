package io.kith.config;

import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.WireKind;
import java.util.List;

/** What nodes and clients say to each other about the config. */
public sealed interface ConfigMessage extends Message {

    /** The kinds of these messages, with their codes on the wire. */
    enum Kind implements WireKind {
        PREPARE(1),
        PROMISE(2),
        ACCEPT(3),
        ACCEPTED(4),
        OUTBID(5),
        OBJECTION(6),
        WISHES(7),
        FULL_CONFIG(8),
        CONFIG_STEPS(9),
        SPREAD(10),
        PULL_CONFIG(11),
        HOLDS_CONFIG(12),
        JOIN_REQUEST(13),
        JOIN_DELAYED(14),
        PROPOSE_CHANGE(15),
        PROPOSE_ANSWER(16),
        SUSPICION(17),
        FORCE_CONFIG(21);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /** Which of them this is. */
    Kind kind();

    @Override
    default boolean mayTakeDetour() {
        return true;
    }

    /** The most changes that one value may have. */
    int MAX_CHANGES = 4_096;

    /** About what a partition takes in a whole config, in bytes. */
    int BYTES_PER_PARTITION = 40;

    /** About what a member takes there. */
    int BYTES_PER_MEMBER = 80;

    /** The most versions that one update may span. */
    int MAX_STEPS = 4_096;

    /** The most nodes of whom an operator may say at once that they are gone for good. */
    int MAX_GONE = 1_024;

    // Agreement: Paxos, an instance a version (Lamport, "Paxos Made Simple", 2001).

    /** A message that belongs to one instance and means nothing in another. */
    sealed interface InstanceMessage extends ConfigMessage {
        /** The instance. */
        Instance instance();
    }

    /** Phase 1a: a voter asks the voters to promise. */
    record Prepare(Instance instance, Ballot ballot) implements InstanceMessage {
        @Override
        public Kind kind() {
            return Kind.PREPARE;
        }
    }

    /**
     * Phase 1b: a voter promises to accept nothing below {@code ballot}.
     *
     * @param accepted the ballot under which it last accepted a value, {@link Ballot#NONE} if it did not
     * @param value the value it accepted then; empty if it did not
     */
    record Promise(Instance instance, Ballot ballot, Ballot accepted, List<Change> value) implements InstanceMessage {
        public Promise {
            value = checkedValue(value);
        }

        @Override
        public Kind kind() {
            return Kind.PROMISE;
        }
    }

    /**
     * Phase 2a: the proposer asks the voters to accept.
     *
     * @param takenOver whether the value may have been decided under a lower ballot already, so that only its legality
     *     may still be questioned
     */
    record Accept(Instance instance, Ballot ballot, List<Change> value, boolean takenOver) implements InstanceMessage {
        public Accept {
            value = checkedValue(value);
        }

        @Override
        public Kind kind() {
            return Kind.ACCEPT;
        }
    }

    /** Phase 2b: a voter has accepted. */
    record Accepted(Instance instance, Ballot ballot) implements InstanceMessage {
        @Override
        public Kind kind() {
            return Kind.ACCEPTED;
        }
    }

    /** A voter has promised a ballot higher than {@code ballot}. */
    record Outbid(Instance instance, Ballot ballot, Ballot promised) implements InstanceMessage {
        @Override
        public Kind kind() {
            return Kind.OUTBID;
        }
    }

    /**
     * A voter refuses to accept a value.
     *
     * @param objections the indices in the value of the changes that it objects to
     * @param reason why, for people
     */
    record Objection(Instance instance, Ballot ballot, List<Integer> objections, String reason)
            implements InstanceMessage {
        public Objection {
            objections = List.copyOf(objections);
            if (objections.size() > MAX_CHANGES) {
                throw new IllegalArgumentException("at most " + MAX_CHANGES + " objections");
            }
        }

        @Override
        public Kind kind() {
            return Kind.OBJECTION;
        }
    }

    /**
     * A member asks a voter to see to its changes in this instance.
     *
     * @param order 0 for the voter that should, 1 and up for those that should if it does not
     */
    record Wishes(Instance instance, List<Change> changes, int order) implements InstanceMessage {
        public Wishes {
            changes = checkedValue(changes);
            if (order < 0 || order > ConfigDraft.MAX_VOTERS) {
                throw new IllegalArgumentException("a wish's order is 0 to " + ConfigDraft.MAX_VOTERS);
            }
        }

        @Override
        public Kind kind() {
            return Kind.WISHES;
        }
    }

    // Gossip.

    /** A config newer than the receiver's. */
    sealed interface ConfigUpdate extends ConfigMessage {
        /** The place in the chain that the update leads to. */
        Instance leadsTo();
    }

    /** The whole config. */
    record FullConfig(ClusterConfig config) implements ConfigUpdate {
        @Override
        public Instance leadsTo() {
            return Instance.of(config);
        }

        @Override
        public Kind kind() {
            return Kind.FULL_CONFIG;
        }

        @Override
        public long weightBytes() {
            return LIGHT_BYTES
                    + (long) BYTES_PER_PARTITION * config.partitionCount()
                    + (long) BYTES_PER_MEMBER * config.members().size();
        }
    }

    /**
     * What was decided after {@code from}, a value a version.
     *
     * @param steps the values; the first leads from {@code from} to the version after it; never empty
     */
    record ConfigSteps(Instance from, List<List<Change>> steps) implements ConfigUpdate {
        public ConfigSteps {
            if (steps.isEmpty() || steps.size() > MAX_STEPS) {
                throw new IllegalArgumentException("an update spans 1 to " + MAX_STEPS + " versions");
            }
            steps = steps.stream().map(ConfigMessage::checkedValue).toList();
        }

        @Override
        public Instance leadsTo() {
            return new Instance(from.clusterId(), from.generation(), from.configId() + steps.size());
        }

        @Override
        public Kind kind() {
            return Kind.CONFIG_STEPS;
        }
    }

    /**
     * Decided changes on their way through a large cluster.
     *
     * @param hopsLeft how many times they are to be passed on yet
     */
    record Spread(ConfigSteps steps, int hopsLeft) implements ConfigMessage {
        public Spread {
            if (hopsLeft < 0 || hopsLeft > 64) {
                throw new IllegalArgumentException("0 to 64 hops are left, not " + hopsLeft);
            }
        }

        @Override
        public Kind kind() {
            return Kind.SPREAD;
        }
    }

    /**
     * Asks for what was decided after {@code configId}.
     *
     * @param generation the generation of the config held; 0 if none is
     * @param configId the version held; 0 if none is
     */
    record PullConfig(long generation, long configId) implements ConfigMessage {
        @Override
        public Kind kind() {
            return Kind.PULL_CONFIG;
        }
    }

    /**
     * Says which config the sender holds.
     *
     * @param asks whether it wants to hear the same of the receiver
     */
    record HoldsConfig(Instance held, boolean asks) implements ConfigMessage {
        @Override
        public Kind kind() {
            return Kind.HOLDS_CONFIG;
        }
    }

    // Joining.

    /** A process asks to become a member. */
    record JoinRequest(Member member) implements ConfigMessage {
        @Override
        public Kind kind() {
            return Kind.JOIN_REQUEST;
        }
    }

    /** Why the sender of a {@link JoinRequest} is not a member yet; it goes on asking. */
    record JoinDelayed(String reason) implements ConfigMessage {
        /** The reason of a node that is no member of any cluster itself. */
        public static final String NO_CLUSTER = "it is in no cluster either, and waits to be admitted to one; start all"
                + " with the same --seeds and --expect N, or one of them without seeds";

        @Override
        public Kind kind() {
            return Kind.JOIN_DELAYED;
        }
    }

    // Commands of clients.

    private static List<NodeId> namedAsGone(List<NodeId> gone) {
        if (gone.size() > MAX_GONE) {
            throw new IllegalArgumentException("at most " + MAX_GONE + " nodes are named as gone");
        }
        return List.copyOf(gone);
    }

    /**
     * A client wants a change; the node that it asks becomes its author and sees to it.
     *
     * @param gone of whom an operator says that they are gone for good; since version 3 of the family
     */
    record ProposeChange(long correlation, Change change, List<NodeId> gone) implements ConfigMessage {

        public ProposeChange {
            gone = namedAsGone(gone);
        }

        /** The same of a client that names nobody as gone. */
        public ProposeChange(long correlation, Change change) {
            this(correlation, change, List.of());
        }

        @Override
        public Kind kind() {
            return Kind.PROPOSE_CHANGE;
        }
    }

    /**
     * An operator has the node that is asked force a config, see {@link ConfigCore#force}, as most voters are gone for
     * good.
     *
     * @param held the config from which it is to be made; refused by a node that holds another one
     * @param survivors who is to be a member
     * @param gone of whom the operator says that they are gone for good; since version 3 of the family
     */
    record ForceConfig(long correlation, Instance held, List<NodeId> survivors, List<NodeId> gone)
            implements ConfigMessage {
        public ForceConfig {
            gone = namedAsGone(gone);
            survivors = List.copyOf(survivors);
            if (survivors.isEmpty() || survivors.size() > ConfigDraft.MAX_MEMBERS) {
                throw new IllegalArgumentException("1 to " + ConfigDraft.MAX_MEMBERS + " nodes survive");
            }
        }

        @Override
        public Kind kind() {
            return Kind.FORCE_CONFIG;
        }
    }

    /**
     * What became of a {@link ProposeChange} or a {@link ForceConfig}.
     *
     * @param done whether the config now is as the change wanted it
     * @param reason why not; empty if done
     * @param configId the newest version that the node holds
     */
    record ProposeAnswer(long correlation, boolean done, String reason, long configId) implements ConfigMessage {
        @Override
        public Kind kind() {
            return Kind.PROPOSE_ANSWER;
        }
    }

    // News for clients.

    /**
     * The sender, a node that holds {@code configId}, suspects {@code node}, or no longer.
     *
     * @param suspected whether it does
     */
    record Suspicion(long configId, NodeId node, boolean suspected) implements ConfigMessage {
        @Override
        public Kind kind() {
            return Kind.SUSPICION;
        }
    }

    private static List<Change> checkedValue(List<Change> value) {
        if (value.size() > MAX_CHANGES) {
            throw new IllegalArgumentException("a value has at most " + MAX_CHANGES + " changes, not " + value.size());
        }
        return List.copyOf(value);
    }
}
