package io.kith.membership;

import io.kith.transport.NodeId;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Who accuses whom at the moment. An accusation lapses unless it is repeated. */
final class AccusationBoard {
    private final SortedMap<NodeId, SortedMap<NodeId, Standing>> byAccused = new TreeMap<>();

    private record Standing(long incarnation, boolean refused, long lapsesNanos) {}

    void accuse(NodeId accuser, Accusation accusation, long lapsesNanos) {
        byAccused
                .computeIfAbsent(accusation.accused(), ignored -> new TreeMap<>())
                .put(accuser, new Standing(accusation.incarnation(), accusation.refused(), lapsesNanos));
    }

    /** Returns whether there was such an accusation. */
    boolean withdraw(NodeId accused, NodeId accuser) {
        SortedMap<NodeId, Standing> standing = byAccused.get(accused);
        return standing != null && standing.remove(accuser) != null;
    }

    /** Whether somebody says that its address refuses connections. */
    boolean isRefused(NodeId accused) {
        return byAccused.getOrDefault(accused, Collections.emptySortedMap()).values().stream()
                .anyMatch(Standing::refused);
    }

    /** Drops the accusations that {@code accused} knew of when it said that it lives. */
    void refute(NodeId accused, long incarnation) {
        SortedMap<NodeId, Standing> standing = byAccused.get(accused);
        if (standing != null) {
            standing.values().removeIf(accusation -> accusation.incarnation() < incarnation);
        }
    }

    void lapse(long nowNanos) {
        Iterator<SortedMap<NodeId, Standing>> boards = byAccused.values().iterator();
        while (boards.hasNext()) {
            SortedMap<NodeId, Standing> standing = boards.next();
            standing.values().removeIf(accusation -> accusation.lapsesNanos() - nowNanos <= 0);
            if (standing.isEmpty()) {
                boards.remove();
            }
        }
    }

    void retain(SortedSet<NodeId> members) {
        byAccused.keySet().retainAll(members);
        byAccused.values().forEach(standing -> standing.keySet().retainAll(members));
    }

    /** Those whom somebody accuses, as it is now. */
    List<NodeId> accused() {
        return List.copyOf(byAccused.keySet());
    }

    int accusers(NodeId accused) {
        return byAccused.getOrDefault(accused, Collections.emptySortedMap()).size();
    }
}
