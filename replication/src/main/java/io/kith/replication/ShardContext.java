package io.kith.replication;

import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.replication.ReplicationMessage.Acknowledge;
import io.kith.replication.ReplicationMessage.Append;
import io.kith.replication.ReplicationMessage.CommitPoint;
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
    final OpenRequests open = new OpenRequests();
    int copies;
    int joiners;
    int handovers;

    /** Nodes that no direct link from here reaches, with those who do reach them, best first. */
    SortedMap<NodeId, List<NodeId>> deadLinks = Collections.emptySortedMap();

    private final Outbox outbox;
    private final GatheredServers unflushed = new GatheredServers();
    private final CommitNotices notices = new CommitNotices();

    /** By the partitions' places in the shard: apart from them, so that passing by the quiet ones touches little memory. */
    private boolean[] restless = new boolean[0];

    private final Runnable flush;
    private final Runnable announce;
    private boolean flushScheduled;
    private boolean flushing;
    private @Nullable ClusterConfig config;
    private long cachedNowNanos;

    ShardContext(
            NodeId self,
            ProtocolPort port,
            ShardHost host,
            ProtocolRules rules,
            ReplicationTimes times,
            ShardLimits limits) {
        this.self = self;
        this.port = port;
        this.host = host;
        this.rules = rules;
        this.times = times;
        this.limits = limits;
        this.received = new ReceivedGrants(rules);
        this.suspension = new SuspensionGuard(port.clock(), limits.clockToleranceMillis());
        this.budget = new DataBudget(self);
        this.outbox = new Outbox(port);
        this.flush = this::flush;
        this.announce = this::announce;
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
        outbox.forgetIdleBut(next.members().keySet());
        notices.forgetIdleBut(next.members().keySet());
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
        unflushed.add(server);
        scheduleFlush();
    }

    /** Sends {@code append} at the end of this turn of the loop, with what else is for {@code to}. */
    void sendLater(NodeId to, Append append) {
        outbox.add(to, append);
        sendAtEndOfTurn();
    }

    /** Sends {@code acknowledgement} at the end of this turn of the loop, with what else is for {@code to}. */
    void sendLater(NodeId to, Acknowledge acknowledgement) {
        outbox.add(to, acknowledgement);
        sendAtEndOfTurn();
    }

    private void sendAtEndOfTurn() {
        // A flush that is under way ends with sending what it gathered.
        if (!flushing) {
            scheduleFlush();
        }
    }

    /** Sends what was gathered for {@code to} now, before something that must not overtake it. */
    void sendGathered(NodeId to) {
        outbox.send(to);
    }

    private void scheduleFlush() {
        if (!flushScheduled) {
            flushScheduled = true;
            port.schedule(0, flush);
        }
    }

    private void flush() {
        flushScheduled = false;
        flushing = true;
        for (PartitionServer server : unflushed.take()) {
            server.flush();
        }
        flushing = false;
        outbox.send();
    }

    /** Tells {@code to} of {@code point} soon, together with other partitions' ones. */
    void announceLater(NodeId to, CommitPoint point) {
        if (notices.isEmpty()) {
            port.schedule(times.commitNoticeNanos(), announce);
        }
        notices.add(to, point);
    }

    private void announce() {
        // No commit point overtakes the entries that it is about.
        outbox.send();
        notices.send(port);
    }
}
