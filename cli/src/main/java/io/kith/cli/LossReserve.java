package io.kith.cli;

import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.node.view.MemoryUse;
import io.kith.node.view.NodeFigures;
import io.kith.transport.NodeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether what any one member holds would fit on the others if it failed, by its fair share for each of them: else some partitions
 * would have a copy less until there is room.
 *
 * @param member the member whose loss would be the worst; null if members do not say what they hold, or there is nothing to be copied
 * @param neededBytes what it holds
 * @param roomBytes how much of that the others would take
 */
record LossReserve(@Nullable Member member, long neededBytes, long roomBytes) {
    private static final LossReserve UNKNOWN = new LossReserve(null, 0, 0);

    private static final double BYTES_PER_MEGABYTE = 1e6;

    /** As nodes take copies: an eighth of the limit more than what clients may add. */
    private static final long RESERVE_PART = 8;

    /** By what members say of themselves. */
    static LossReserve of(ClusterConfig config, Map<NodeId, NodeFigures> figures) {
        List<Member> holders = config.members().values().stream()
                .filter(member -> !member.witness()
                        && figures.getOrDefault(member.id(), NodeFigures.NONE)
                                        .memory()
                                        .limitBytes()
                                > 0)
                .toList();
        LossReserve worst = UNKNOWN;
        // With fewer nodes than copies there is nowhere to copy to.
        for (Member lost : holders.size() > config.replicationFactor() ? holders : List.<Member>of()) {
            LossReserve reserve = afterLossOf(lost, holders, figures);
            if (worst.member == null || reserve.missingBytes() > worst.missingBytes()) {
                worst = reserve;
            }
        }
        return worst;
    }

    private static LossReserve afterLossOf(Member lost, List<Member> holders, Map<NodeId, NodeFigures> figures) {
        long weights = 0;
        for (Member other : holders) {
            weights += other.equals(lost) ? 0 : other.weight();
        }
        double roomBytes = Double.MAX_VALUE;
        for (Member other : holders) {
            if (!other.equals(lost)) {
                MemoryUse use =
                        figures.getOrDefault(other.id(), NodeFigures.NONE).memory();
                long limitBytes = use.limitBytes() + use.limitBytes() / RESERVE_PART;
                double freeBytes = (double) limitBytes - use.storedBytes();
                roomBytes = Math.min(roomBytes, Math.max(0, freeBytes) * weights / Math.max(1, other.weight()));
            }
        }
        long neededBytes =
                figures.getOrDefault(lost.id(), NodeFigures.NONE).memory().storedBytes();
        return new LossReserve(lost, neededBytes, (long) roomBytes);
    }

    private long missingBytes() {
        return neededBytes - roomBytes;
    }

    /** Whether the loss of any one member leaves room for all copies; so it is said where nothing is known. */
    boolean isEnough() {
        return neededBytes <= roomBytes;
    }

    /** For people. */
    String words() {
        Member worst = member;
        if (worst == null) {
            return "not known, or there are no more nodes than copies";
        }
        return isEnough()
                ? "what any one node holds has room on the others"
                : String.format(
                        Locale.ROOT,
                        "cannot lose node %s: the others would need %.1f MB, and have room for %.1f MB of it",
                        worst.id().shortName(),
                        neededBytes / BYTES_PER_MEGABYTE,
                        roomBytes / BYTES_PER_MEGABYTE);
    }

    /** For scripts. */
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("isEnough", isEnough());
        Member worst = member;
        if (worst != null) {
            json.put("node", worst.id().toString());
            json.put("neededBytes", neededBytes);
            json.put("roomBytes", roomBytes);
        }
        return json;
    }
}
