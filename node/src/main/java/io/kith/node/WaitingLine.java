package io.kith.node;

import io.kith.config.ConfigMessage;
import io.kith.transport.NodeAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a node waits for that is not a member yet, in a line for people. Belongs to the control loop. */
final class WaitingLine {
    private static final int MAX_NAMED = 10;

    private final SortedMap<NodeAddress, String> unreachable = new TreeMap<>();
    private final Set<NodeAddress> itself = new TreeSet<>();
    private final Set<NodeAddress> others = new TreeSet<>();
    private @Nullable String delayed;

    /** Nobody was found at an address. */
    void unreachable(NodeAddress address, String reason) {
        unreachable.put(address, reason);
        itself.remove(address);
        others.remove(address);
        if (others.isEmpty()) {
            delayed = null;
        }
    }

    /** A node was found at an address. */
    void answered(NodeAddress address, boolean isItself) {
        unreachable.remove(address);
        itself.remove(address);
        others.remove(address);
        (isItself ? itself : others).add(address);
    }

    /** A node that was asked for admission says why not yet. */
    void delayed(String reason) {
        delayed = reason;
    }

    /**
     * The line; null if nothing is known.
     *
     * @param founding what the node waits for to make a cluster; null if it waits to be admitted to one
     */
    @Nullable
    String text(@Nullable String founding) {
        List<String> parts = new ArrayList<>();
        if (founding != null) {
            parts.add(founding);
            if (delayed != null && !delayed.endsWith(ConfigMessage.JoinDelayed.NO_CLUSTER)) {
                parts.add(delayed);
            }
            unreachable.forEach((address, reason) -> parts.add(named(address, reason)));
        } else {
            if (delayed != null) {
                parts.add(delayed);
            }
            unreachable.forEach((address, reason) -> parts.add("asking " + address + " for admission, but: " + reason));
            if (parts.isEmpty() && !itself.isEmpty() && others.isEmpty()) {
                parts.add("waits to be admitted, but there is nobody to ask: all seeds, " + itself
                        + ", are this node itself; name other nodes too, start all with the same --seeds and --expect N,"
                        + " or this one without seeds to make a new cluster");
            }
        }
        return parts.isEmpty() ? null : String.join("; ", parts.subList(0, Math.min(parts.size(), MAX_NAMED)));
    }

    /** Most reasons begin with the address. */
    private static String named(NodeAddress address, String reason) {
        return reason.startsWith(address.toString()) ? reason : address + ": " + reason;
    }
}
