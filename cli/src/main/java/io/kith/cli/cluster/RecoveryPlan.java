package io.kith.cli.cluster;

import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.transport.ForeignText;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What it takes to get a cluster going again that cannot do so by itself, and what that may lose.
 *
 * @param config the newest config that was found
 * @param survivors the members that answer
 * @param gone the members that do not
 * @param mustForce whether most voters are gone, so that a new generation is needed
 * @param lost how many partitions have no replica left among the survivors
 * @param reduced how many have one, but not all they had
 */
public record RecoveryPlan(
        ClusterConfig config, List<Member> survivors, List<Member> gone, boolean mustForce, int lost, int reduced) {

    public RecoveryPlan {
        survivors = List.copyOf(survivors);
        gone = List.copyOf(gone);
    }

    /** What {@code config} needs if only those {@code answer} that do. */
    public static RecoveryPlan of(ClusterConfig config, Predicate<NodeId> answer) {
        List<Member> survivors = new ArrayList<>();
        List<Member> gone = new ArrayList<>();
        for (Member member : config.members().values()) {
            (answer.test(member.id()) ? survivors : gone).add(member);
        }
        long voters = config.voters().stream().filter(answer).count();
        boolean mustForce = voters < config.quorum();
        // A cluster that can still decide looks after its dead members by itself: only what is unavailable counts.
        Predicate<NodeId> holds = mustForce ? node -> config.isMember(node) && answer.test(node) : config::isMember;
        int lost = 0;
        int reduced = 0;
        for (int p = 0; p < config.partitionCount(); p++) {
            List<NodeId> replicas = config.partition(p).replicas();
            long left = replicas.stream().filter(holds).count();
            if (left == 0) {
                lost++;
            } else if (left < replicas.size()) {
                reduced++;
            }
        }
        return new RecoveryPlan(config, survivors, gone, mustForce, lost, reduced);
    }

    /** Whether anything has to be done. */
    public boolean isNeeded() {
        return mustForce || lost > 0;
    }

    /**
     * The members that do not answer and hold what none that answers does: partitions wait for them. Who does not come back
     * stops being a member after a while.
     */
    public List<Member> awaited() {
        List<NodeId> silent = gone.stream().map(Member::id).toList();
        List<Member> awaited = new ArrayList<>(gone);
        awaited.removeIf(member -> {
            for (int p = 0; p < config.partitionCount(); p++) {
                List<NodeId> replicas = config.partition(p).replicas();
                if (replicas.contains(member.id())
                        && replicas.stream().allMatch(node -> silent.contains(node) || !config.isMember(node))) {
                    return false;
                }
            }
            return true;
        });
        return awaited;
    }

    /** The ids of the survivors. */
    public List<NodeId> survivorIds() {
        return survivors.stream().map(Member::id).toList();
    }

    /** What is the matter, what would be done, and what that may lose. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        line(text, "cluster %s, config_id %d", config.parameters().clusterName(), config.configId());
        survivors.forEach(member -> line(text, "  answers   %s", describe(member)));
        gone.forEach(member -> line(text, "  is gone   %s", describe(member)));
        line(text, "");
        if (mustForce) {
            long voters = survivors.stream()
                    .filter(member -> config.isVoter(member.id()))
                    .count();
            line(
                    text,
                    "%d of %d voters answer, too few to decide anything: nobody can join, be removed or take over.",
                    voters,
                    config.voters().size());
        }
        if (lost > 0) {
            line(
                    text,
                    "%d of %d partitions have lost all their replicas: until now they are unavailable.",
                    lost,
                    config.partitionCount());
        }
        line(text, "");
        line(text, "What recovery does:");
        if (mustForce) {
            line(text, "- it makes a new generation of the cluster, with those nodes that answer as its only members;");
        }
        if (reduced > 0) {
            line(
                    text,
                    "- %d partitions go on with the replicas they have left, which hold all acknowledged writes;",
                    reduced);
        }
        if (lost > 0) {
            line(text, "- %d partitions start EMPTY: all that they held IS LOST, for good.", lost);
        }
        if (mustForce) {
            line(text, "");
            line(text, "What it may lose besides:");
            line(
                    text,
                    "- if the nodes that are gone still run and hear each other, they go on as the old generation; all");
            line(text, "  that clients write there from now on is LOST when they meet the new one. Stop them first.");
            line(
                    text,
                    "- whatever they decided and did after config %d, unseen by those that answer, is lost too.",
                    config.configId());
        }
        line(text, "");
        line(
                text,
                "If any node that is gone can be brought back to the network with its process still running, do that");
        line(text, "instead: nothing is lost then.");
        return text.toString();
    }

    private String describe(Member member) {
        return String.format(
                Locale.ROOT,
                "%s  %s%s%s",
                member.id().shortName(),
                member.address(),
                config.isVoter(member.id()) ? "  voter" : "",
                member.witness() ? "  witness" : "");
    }

    private static void line(StringBuilder text, String format, Object... arguments) {
        text.append(ForeignText.shown(String.format(Locale.ROOT, format, arguments)))
                .append(System.lineSeparator());
    }
}
