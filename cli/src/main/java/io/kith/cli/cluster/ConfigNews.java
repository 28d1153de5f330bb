package io.kith.cli.cluster;

import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What changed from one config to a later one, in words. */
public final class ConfigNews {

    private ConfigNews() {}

    /** One line for each thing worth telling: who joined, is leaving or is gone, new voters, lost partitions. */
    public static List<String> between(ClusterConfig before, ClusterConfig after) {
        List<String> news = new ArrayList<>();
        for (Member member : after.members().values()) {
            Member earlier = before.member(member.id());
            if (earlier == null) {
                news.add("node " + name(member) + " joined");
            } else if (member.state() == MemberState.LEAVING && earlier.state() != MemberState.LEAVING) {
                news.add("node " + name(member) + " is leaving");
            }
            if (member.full() && (earlier == null || !earlier.full())) {
                news.add("node " + name(member)
                        + " is full: writes that add data to what it holds are refused until data is removed, nodes are"
                        + " added, or the setting limits.memory.percent is raised");
            } else if (earlier != null && earlier.full() && !member.full()) {
                news.add("node " + name(member) + " is no longer full");
            }
        }
        for (Member earlier : before.members().values()) {
            if (!after.isMember(earlier.id())) {
                boolean wasLeaving = earlier.state() == MemberState.LEAVING;
                news.add("node " + name(earlier) + (wasLeaving ? " has left" : " was removed"));
            }
        }
        if (!new TreeSet<>(before.voters()).equals(new TreeSet<>(after.voters()))) {
            news.add("voters are now "
                    + String.join(
                            ", ",
                            after.voters().stream()
                                    .map(NodeId::shortName)
                                    .sorted()
                                    .toList()));
        }
        int lost = ClusterHealth.of(after).unavailable();
        if (lost > ClusterHealth.of(before).unavailable()) {
            news.add(lost + " partitions are unavailable: all their replicas are gone");
        }
        return news;
    }

    private static String name(Member member) {
        return member.id().shortName() + " (" + member.address() + ")";
    }
}
