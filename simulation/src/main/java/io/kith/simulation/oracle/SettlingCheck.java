package io.kith.simulation.oracle;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a cluster has come to rest once nothing disturbs it: one config everywhere, the dead gone from it, every
 * partition served, by as many replicas as there should be, each where the ring wants it and each with a read lease.
 */
public final class SettlingCheck {
    private final Roster roster;
    private final ConfigChain chain;
    private final boolean roomForAll;

    /** Judges the nodes of {@code roster} by the newest config of {@code chain}. */
    public SettlingCheck(Roster roster, ConfigChain chain) {
        this(roster, chain, true);
    }

    /**
     * The same.
     *
     * @param roomForAll whether nodes have memory for all copies; else they may refuse them, and partitions stay where they are
     */
    public SettlingCheck(Roster roster, ConfigChain chain, boolean roomForAll) {
        this.roster = roster;
        this.chain = chain;
        this.roomForAll = roomForAll;
    }

    /**
     * Whether so many voters are gone that no config can be decided any more: of the newest config, or, where only the dead
     * knew that it was decided, of what those who are left hold.
     */
    public boolean votersAreLost() {
        ConfigView newest = chain.newest();
        return newest != null && (!mostVotersRun(newest) || !anyRunningHoldsSuchWhoseVotersRun());
    }

    private boolean anyRunningHoldsSuchWhoseVotersRun() {
        for (Roster.Entry entry : roster.all()) {
            ConfigView held = entry.runs() ? entry.node().config() : null;
            if (held != null && mostVotersRun(held)) {
                return true;
            }
        }
        return false;
    }

    private boolean mostVotersRun(ConfigView config) {
        return 2 * running(config.voters()) > config.voters().size();
    }

    /** How many partitions have no replica left. */
    public int lostPartitions() {
        ConfigView config = chain.newest();
        int lost = 0;
        for (int p = 0; config != null && p < config.partitionCount(); p++) {
            lost += serving(config.replicas(p), p) == 0 ? 1 : 0;
        }
        return lost;
    }

    /** What is not as it should be yet; null if all is. Partitions that lost all replicas are passed over. */
    public @Nullable String unsettled() {
        ConfigView config = chain.newest();
        if (config == null) {
            return "there is no config";
        }
        List<NodeId> orphans = new ArrayList<>();
        for (int p = 0; p < config.partitionCount(); p++) {
            if (serving(config.replicas(p), p) == 0) {
                orphans.addAll(config.replicas(p));
            } else {
                String wrong = partition(config, p);
                if (wrong != null) {
                    return wrong;
                }
            }
        }
        for (NodeId member : config.members()) {
            Roster.Entry entry = roster.find(member);
            if (entry == null || (!entry.runs() && !orphans.contains(member))) {
                return "the dead " + name(member) + " is a member of " + config;
            }
            if (entry.runs() && !config.equals(entry.node().config())) {
                return entry.process() + " holds " + entry.node().config() + " instead of " + config;
            }
        }
        return null;
    }

    private @Nullable String partition(ConfigView config, int partition) {
        List<NodeId> replicas = config.replicas(partition);
        Roster.Entry primary = roster.find(replicas.get(0));
        String where = "p" + partition + " " + names(replicas);
        if (primary == null
                || !primary.runs()
                || !primary.node().replica(partition).active()) {
            return where + " has no active primary in " + config;
        }
        if (roomForAll && lostPartitions() == 0 && !isAt(config.target(partition), replicas)) {
            return where + " is not where the ring wants it, on " + names(config.target(partition));
        }
        for (NodeId replica : replicas) {
            Roster.Entry entry = roster.find(replica);
            if (entry == null || !entry.node().replica(partition).canRead()) {
                return where + " has no read lease at " + name(replica);
            }
        }
        return null;
    }

    /**
     * The primary where the ring wants it, and all others; whose turn it is after the primary is of no interest. The
     * ring wants a partition nowhere if all members are about to leave.
     */
    private static boolean isAt(List<NodeId> target, List<NodeId> replicas) {
        return target.isEmpty()
                || (replicas.size() == target.size()
                        && replicas.get(0).equals(target.get(0))
                        && target.containsAll(replicas));
    }

    private int serving(List<NodeId> nodes, int partition) {
        int count = 0;
        for (NodeId node : nodes) {
            Roster.Entry entry = roster.find(node);
            count += entry != null && entry.runs() && !entry.node().hasFallen(partition) ? 1 : 0;
        }
        return count;
    }

    private int running(List<NodeId> nodes) {
        int count = 0;
        for (NodeId node : nodes) {
            Roster.Entry entry = roster.find(node);
            count += entry != null && entry.runs() ? 1 : 0;
        }
        return count;
    }

    private List<String> names(List<NodeId> nodes) {
        return nodes.stream().map(this::name).toList();
    }

    private String name(NodeId id) {
        Roster.Entry entry = roster.find(id);
        return entry == null ? id.shortName() : entry.process().toString();
    }
}
