package io.kith.replication.shared;

import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.config.SettingKeys;
import io.kith.replication.host.ShardHost;
import io.kith.transport.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a node has for data, as one shard sees it: what the shard's own partitions hold, to the byte, and what
 * the node's other shards said last. Primaries refuse what adds data when this is used up, or when a replica of theirs is
 * marked as full in the config. Backups never refuse what was ordered.
 */
public final class DataBudget {
    private static final long REPORT_EVERY_BYTES = 64 << 10;

    /** A write of more than this needs room for several of its size: others may be under way to the same nodes. */
    private static final long LARGE_BYTES = 64 << 10;

    private static final int LARGE_AT_A_TIME = 4;

    /** What part of the limit there is above it for who waits to take data away, and for copies. */
    private static final int RESERVE_PART = 8;

    /** Sessions may take this part of the heap at most; there is more in it for each, while few use it. */
    private static final long SESSIONS_SHARE = 8;

    /** Logs may take this part of the heap, those of entries on their way and of what joiners still need. */
    private static final long LOGS_SHARE = 4;

    /** From three quarters of that on, sessions that rest are ended earlier. */
    private static final long MANY_OF_FOUR = 3;

    /** So many requests of a session may be open or have results kept, once sessions have taken all that they may. */
    private static final long FEW_OPEN = 4;

    private final NodeId self;
    private final int shards;
    private final RefusedCopies refusedCopies = new RefusedCopies();
    private long storedBytes;
    private long logBytes;
    private long storedElsewhereBytes;
    private long sessionBytes;
    private long reportedBytes;
    private boolean refused;
    private boolean anyFull;

    /** Of the node {@code self}, which has that many shards. */
    public DataBudget(NodeId self, int shards) {
        this.self = self;
        this.shards = shards;
    }

    /** The sessions of a partition of this shard take so many bytes more than before, or less. */
    void sessionsChanged(long moreBytes) {
        sessionBytes += moreBytes;
    }

    /** What this shard's sessions take. */
    public long sessionBytes() {
        return sessionBytes;
    }

    private long sessionLimitBytes(long heapBytes) {
        return heapBytes / SESSIONS_SHARE / shards;
    }

    /** Whether sessions take so much that those that rest should end. */
    boolean sessionsAreMany(long heapBytes) {
        return sessionBytes > sessionLimitBytes(heapBytes) / 4 * MANY_OF_FOUR;
    }

    /** Why no further session can be opened, in words for people; null if one can. */
    @Nullable
    String refusalOfSession(long heapBytes) {
        return sessionBytes <= sessionLimitBytes(heapBytes)
                ? null
                : "node " + self.shortName() + " has no memory left to know another client in this partition; some end"
                        + " after a minute of rest, others when they close, or after "
                        + SettingKeys.SESSION_SILENCE_SECONDS.name();
    }

    /** Whether a session may have one more request open, of which {@code open} are since the lowest that it still awaits. */
    boolean isOneTooMany(long open, long heapBytes) {
        return open > FEW_OPEN && sessionBytes > sessionLimitBytes(heapBytes);
    }

    /** A partition of this shard holds so many bytes more than before, or less. */
    void changed(long moreBytes) {
        storedBytes += moreBytes;
    }

    /** A log of this shard is so many bytes longer than before, or shorter. */
    void logChanged(long moreBytes) {
        logBytes += moreBytes;
    }

    /** Whether the logs of this shard are so long that clients have to wait until some of it is committed. */
    boolean logsAreLong(long heapBytes) {
        return logBytes > heapBytes / LOGS_SHARE / shards;
    }

    /** What this shard's partitions hold. */
    public long storedBytes() {
        return storedBytes;
    }

    /** What the partitions of the node's other shards hold. */
    public void storedElsewhere(long bytes) {
        storedElsewhereBytes = bytes;
    }

    /** Tells the node what is stored here, if that has changed enough to matter. */
    public void report(ShardHost host, long limitBytes) {
        long matters = Math.min(REPORT_EVERY_BYTES, limitBytes / 64);
        if (refused || Math.abs(storedBytes - reportedBytes) > matters || (storedBytes == 0 && reportedBytes != 0)) {
            reportedBytes = storedBytes;
            host.stored(storedBytes, refused);
            refused = false;
        }
    }

    /** The copies for which there was no room. */
    public RefusedCopies refusedCopies() {
        return refusedCopies;
    }

    /** The shard holds {@code config} from now on. */
    public void configAdopted(ClusterConfig config) {
        anyFull = config.members().values().stream().anyMatch(Member::full);
    }

    /**
     * Whether a write of so many bytes may be too much, so that it has to be looked at. Costs next to nothing, as it is
     * asked for every write.
     */
    public boolean isTight(long moreBytes, long limitBytes) {
        return anyFull || isUsedUp(moreBytes, limitBytes);
    }

    private boolean isUsedUp(long moreBytes, long limitBytes) {
        long neededBytes = moreBytes > LARGE_BYTES ? LARGE_AT_A_TIME * moreBytes : moreBytes;
        return storedBytes + logBytes + storedElsewhereBytes + neededBytes > limitBytes;
    }

    /**
     * Whether so much more may come as copies of partitions: for those there is the reserve too, as a node that fails leaves what it
     * held to the others. Beyond it a partition rather has a copy less than a node runs out of memory.
     */
    boolean hasRoomForCopy(long moreBytes, long limitBytes) {
        // What this shard has not told the others yet, each of them may have taken unseen too.
        long unseenBytes = (shards - 1) * Math.max(0, storedBytes - reportedBytes);
        return heldBytes() + unseenBytes + moreBytes <= limitBytes + reserveBytes(limitBytes);
    }

    /** Whether what is here takes so much that a copy is to be given up that has begun. */
    boolean isBeyondCopies(long limitBytes) {
        return heldBytes() > limitBytes + 2 * reserveBytes(limitBytes);
    }

    private long heldBytes() {
        return storedBytes + storedElsewhereBytes;
    }

    /** What is kept free of what clients add; nothing where there is no limit. */
    private static long reserveBytes(long limitBytes) {
        return Math.min(limitBytes / RESERVE_PART, (Long.MAX_VALUE - limitBytes) / 2);
    }

    /** Why {@code moreBytes} cannot be added to a partition with these replicas, in words for people; null if they can. */
    public @Nullable String refusal(long moreBytes, long limitBytes, List<NodeId> replicas, ClusterConfig config) {
        if (isUsedUp(moreBytes, limitBytes)) {
            refused = true;
            return full(self);
        }
        for (NodeId replica : replicas) {
            Member member = config.member(replica);
            if (member != null && member.full()) {
                return full(replica);
            }
        }
        return null;
    }

    /** Why not even a request can be added that waits to take data away, in words for people; null if it can. */
    @Nullable
    String refusalBeyondReserve(long moreBytes, long limitBytes) {
        if (!isUsedUp(moreBytes, limitBytes + reserveBytes(limitBytes))) {
            return null;
        }
        refused = true;
        return full(self);
    }

    private static String full(NodeId node) {
        return "node " + node.shortName()
                + ", which holds this data, has no memory left for more: remove data, add nodes,"
                + " or raise the setting limits.memory.percent (or that node's --memory-limit); nothing was changed";
    }
}
