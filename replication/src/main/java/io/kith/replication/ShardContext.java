package io.kith.replication;

import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What the partitions of one shard share: the config they hold, the leases between nodes, the budget for copies. */
final class ShardContext {
    /** How many joiners of one shard may wait for their promotion at a time. */
    static final int MAX_JOINERS = 256;

    /** How many partitions one shard hands over at a time. */
    static final int MAX_HANDOVERS = 16;

    final NodeId self;
    final ProtocolPort port;
    final ShardHost host;
    final ProtocolRules rules;
    ReplicationTimes times;
    ShardLimits limits;
    final GivenGrants given = new GivenGrants();
    final ReceivedGrants received;
    final SuspensionGuard suspension;
    final DataBudget budget;
    int copies;
    int joiners;
    int handovers;

    /** Nodes that no direct link from here reaches, with those who do reach them, best first. */
    SortedMap<NodeId, List<NodeId>> deadLinks = Collections.emptySortedMap();

    private final GatheredServers unflushed = new GatheredServers();
    private final GatheredServers unannounced = new GatheredServers();

    /** By the partitions' places in the shard: apart from them, so that passing by the quiet ones touches little memory. */
    private boolean[] restless = new boolean[0];

    private final Runnable flush;
    private final Runnable announce;
    private @Nullable ClusterConfig config;
    private long cachedNowNanos;

    ShardContext(
            NodeId self,
            ProtocolPort port,
            ShardHost host,
            ProtocolRules rules,
            ReplicationTimes times,
            ShardLimits limits,
            Runnable flush,
            Runnable announce) {
        this.self = self;
        this.port = port;
        this.host = host;
        this.rules = rules;
        this.times = times;
        this.limits = limits;
        this.received = new ReceivedGrants(rules);
        this.suspension = new SuspensionGuard(port.clock(), limits.clockToleranceMillis());
        this.budget = new DataBudget(self);
        this.flush = flush;
        this.announce = announce;
    }

    long now() {
        return port.clock().nowNanos();
    }

    /** The clock as it was when the shard last looked after what is overdue: good enough for time-outs, not leases. */
    long cachedNow() {
        return cachedNowNanos;
    }

    void cacheNow() {
        cachedNowNanos = now();
    }

    boolean hasConfig() {
        return config != null;
    }

    ClusterConfig config() {
        return Objects.requireNonNull(config, "a shard without a config serves nothing");
    }

    void hold(ClusterConfig next) {
        config = next;
        received.holdsConfig(next.configId());
        budget.configAdopted(next);
    }

    ClusterParameters parameters() {
        return config().parameters();
    }

    long leaseNanos() {
        return parameters().leaseNanos();
    }

    /** For how long, by this node's clock, a right must be remembered that lasts {@code nanos} on another's. */
    long stretchNanos(long nanos) {
        return rules.on(Rule.CLOCKS_MAY_DRIFT) ? parameters().stretchNanos(nanos) : nanos;
    }

    /** Whether a majority of the voters answered a heartbeat of late: a planned change will be decided soon. */
    boolean votersAnswer() {
        long since = now() - 2 * times.heartbeatNanos();
        int answering = 0;
        for (NodeId voter : config().voters()) {
            if (voter.equals(self) || received.answeredNanos(voter) >= since) {
                answering++;
            }
        }
        return answering >= config().quorum();
    }

    void sizeFor(int partitions) {
        restless = new boolean[partitions];
    }

    /** Whether something is under way in the partition at that place of the shard, which may soon be overdue. */
    boolean isRestless(int place) {
        return restless[place];
    }

    void setRestless(int place, boolean value) {
        restless[place] = value;
    }

    /** Sends what {@code server} has to send once this turn of the loop is over, together with all else. */
    void flushLater(PartitionServer server) {
        if (unflushed.isEmpty()) {
            port.schedule(0, flush);
        }
        unflushed.add(server);
    }

    /** Tells the replicas how far {@code server} is committed, unless traffic tells them first. */
    void announceLater(PartitionServer server) {
        if (unannounced.isEmpty()) {
            port.schedule(times.commitNoticeNanos(), announce);
        }
        unannounced.add(server);
    }

    /** What is to be flushed now; good until the next call. */
    List<PartitionServer> takeUnflushed() {
        return unflushed.take();
    }

    /** What is to be announced now; good until the next call. */
    List<PartitionServer> takeUnannounced() {
        return unannounced.take();
    }
}
