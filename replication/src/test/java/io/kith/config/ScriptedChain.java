package io.kith.config;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;

/**
 * A chain of configs that a test decides instead of voters. What is legal is checked as voters check it; where the ring
 * wants the partitions is the test's to say, as nothing's safety may rest on it.
 */
public final class ScriptedChain {
    private final ConfigRules rules;
    private ClusterConfig newest;

    /** A chain that begins with config 1 of {@code founder}. */
    public ScriptedChain(NodeId clusterId, ClusterParameters parameters, Member founder, ConfigRules rules) {
        this.rules = rules;
        this.newest = Genesis.config(clusterId, parameters, founder, 3);
    }

    public ClusterConfig newest() {
        return newest;
    }

    /**
     * Decides the next config.
     *
     * @param target where the ring wants every partition from now on
     * @return false if a change is illegal; then nothing is decided
     */
    public boolean decide(List<NodeId> target, List<Change> changes) {
        ConfigDraft draft = new ConfigDraft(newest, rules);
        for (Change change : changes) {
            if (draft.apply(change) != null) {
                return false;
            }
        }
        ClusterConfig next = draft.finish();
        List<NodeId>[] targets = next.copyTargets();
        List<NodeId> members = new ArrayList<>(target);
        members.removeIf(node -> !next.isMember(node));
        for (int p = 0; p < targets.length; p++) {
            targets[p] = List.copyOf(members);
        }
        newest = next.withTargets(targets);
        return true;
    }
}
