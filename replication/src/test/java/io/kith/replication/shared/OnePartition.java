package io.kith.replication.shared;

import io.kith.collections.Kinds;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.partition.PartitionStates;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.config.ConfigRules;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.config.ScriptedChain;
import io.kith.replication.StoppableJournal;
import io.kith.replication.host.Bounds;
import io.kith.replication.host.ReplicationTimes;
import io.kith.replication.host.Responder;
import io.kith.replication.host.ShardHost;
import io.kith.replication.host.ShardLimits;
import io.kith.replication.lease.Delegations;
import io.kith.replication.lease.Leases;
import io.kith.replication.lease.PartitionLeases;
import io.kith.replication.log.LogEntry;
import io.kith.replication.log.Replicas;
import io.kith.replication.safety.SafetyRules;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All that the rooms of one partition stand on, for tests of a room by itself: partition 0 of a cluster of a, b and c. */
public final class OnePartition {
    public static final NodeId A = new NodeId(1, 1);
    public static final NodeId B = new NodeId(2, 2);
    public static final NodeId C = new NodeId(3, 3);

    public static final long LEASE_MILLIS = 1_000;
    public static final long MILLI = 1_000_000L;
    public static final NodeId SESSION = new NodeId(9, 9);
    /** So many elements are looked through in a turn. */
    public static final int SLICE_ELEMENTS = 4;

    private static final byte[] KEY = {1};
    public static final CollectionRef MAP = CollectionRef.named(CollectionType.HASH_MAP, new Incarnation(0, 5));

    public final ManualPort port = new ManualPort();
    public final SafetyRules rules = SafetyRules.production();
    public final KnownCluster cluster;
    public final PartitionConfig here;
    public final Bounds bounds =
            new Bounds(ReplicationTimes.defaults(), new ShardLimits(8, 1 << 16, 2, 400, 300, 120, 1 << 16, 2, 3));
    public final OpenRequests open = new OpenRequests();
    public final PartitionRequests requests = new PartitionRequests(0, open, 2);
    public final DataBudget budget;
    public final Holding holding;
    public final Leases leases = new Leases(port, 3, rules);
    public final PartitionLeases partitionLeases;
    public final CopySlots slots = new CopySlots(new CopyPace(port));
    public final PartitionTurn turn;
    public final Fence fence;
    public final List<Change> proposed = new ArrayList<>();
    public final List<Integer> refusedCopies = new ArrayList<>();
    public final ShardHost host;
    public final List<NodeId> behind = new ArrayList<>();
    public final List<Long> committed = new ArrayList<>();
    public final List<Boolean> ledPrimary = new ArrayList<>();
    public final LongReads longReads = new LongReads(port);
    public final StoppableJournal journal = new StoppableJournal();
    public int flushes;
    public boolean restless;

    private final ScriptedChain chain = new ScriptedChain(
            new NodeId(7, 7), new ClusterParameters("rooms", 1, (int) LEASE_MILLIS, 10), member(A), ConfigRules.all());
    private final boolean[] restlessPlaces = new boolean[1];

    /** Seen from {@code self}; {@code listed} are the replicas, of which a is the primary. */
    public OnePartition(NodeId self, NodeId... listed) {
        cluster = new KnownCluster(self);
        budget = new DataBudget(self, 1);
        host = new ShardHost() {
            @Override
            public void copiesRefused(int partitions) {
                refusedCopies.add(partitions);
            }

            @Override
            public void propose(long configId, Change change) {
                proposed.add(change);
            }

            @Override
            public void behind(NodeId peer) {
                behind.add(peer);
            }
        };
        here = new PartitionConfig(0, cluster, host);
        CommitStream commits = new CommitStream(
                open,
                (partition, term, primary, entry, outcome) -> {
                    committed.add(entry.sequence());
                    ledPrimary.add(primary);
                },
                port);
        turn = new PartitionTurn(new Turn(port, bounds), restlessPlaces, 0);
        PartitionStates states = new PartitionStates(Kinds.all(), rules.partitions(), SLICE_ELEMENTS);
        holding = new Holding(
                0, budget, new Replicas(0, states, journal, turn::flushLater, rules), commits, longReads, rules);
        partitionLeases = new PartitionLeases(leases, new Delegations(), leases.earlierPrimaries(self));
        turn.begin(new PartitionTurn.Subject() {
            @Override
            public void flush() {
                flushes++;
            }

            @Override
            public boolean isRestless() {
                return restless;
            }
        });
        fence = new Fence(here, holding, turn, rules);
        decide(Arrays.asList(listed), new Change.Admit(A, member(B)), new Change.Admit(A, member(C)));
        for (int i = 1; i < listed.length; i++) {
            decide(Arrays.asList(listed), new Change.Promote(A, 0, here.term(), listed[i]));
        }
    }

    private static Member member(NodeId id) {
        return new Member(
                id,
                new NodeAddress("node-" + id.low(), 7_000),
                "zone " + id.low(),
                Member.DEFAULT_WEIGHT,
                false,
                MemberState.ACTIVE,
                0);
    }

    /** Decides {@code changes}, and holds the config that they lead to; the ring wants {@code target} from then on. */
    public ClusterConfig decide(List<NodeId> target, Change... changes) {
        if (!chain.decide(target, List.of(changes))) {
            throw new IllegalArgumentException(Arrays.toString(changes) + " are not legal");
        }
        cluster.hold(chain.newest());
        leases.holdsConfig(chain.newest().configId());
        return chain.newest();
    }

    /** Whether ticks have to look after the partition. */
    public boolean isLookedAfter() {
        return restlessPlaces[0];
    }

    /** {@code node} grants this one a lease now. */
    public void grant(NodeId node) {
        leases.got(node, here.configId(), port.nowNanos(), LEASE_MILLIS * MILLI);
    }

    // ---- entries and requests

    /** An entry that opens a session. */
    public static LogEntry entry(long term, long sequence) {
        return new LogEntry(
                term, new LogCommand(sequence, SESSION, 0, 0, 0, 1_000 + sequence, PartitionOperations.openSession()));
    }

    /** Puts entries into the log, up to {@code last}, without committing them. */
    public void fill(long term, long last) {
        for (long sequence = holding.log().last() + 1; sequence <= last; sequence++) {
            holding.log().append(entry(term, sequence));
        }
    }

    /** A write that needs nothing to be there: it opens the map. */
    public ClientMessage.Write write(long number) {
        return new ClientMessage.Write(
                number,
                here.configId(),
                0,
                SESSION,
                1,
                number,
                number,
                PartitionOperations.openCollection(MAP.incarnation(), MAP.type(), "map", CollectionOptions.NONE));
    }

    /** The opening of the map that {@code put} writes to. */
    public ClientMessage.Write openMap(long number) {
        byte[] operation =
                PartitionOperations.openCollection(MAP.incarnation(), MAP.type(), "map", CollectionOptions.NONE);
        return new ClientMessage.Write(number, here.configId(), 0, SESSION, 1, number, number, operation);
    }

    public ClientMessage.Read get() {
        return new ClientMessage.Read(1, here.configId(), 0, MapOperations.get(MAP, KEY));
    }

    public ClientMessage.OpenSession openSession() {
        return new ClientMessage.OpenSession(1, here.configId(), 0, SESSION);
    }

    /** Keeps the answers to requests. */
    public static final class Answers implements Responder {
        public final List<ResponseStatus> statuses = new ArrayList<>();

        @Override
        public void respond(ResponseStatus status, byte[] payload) {
            statuses.add(status);
        }
    }
}
