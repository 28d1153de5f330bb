package io.kith.node.core;

import io.kith.transport.NodeId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which nodes are reached over others because the direct link is dead, and what ports and shards are told of it. */
final class Detours {
    private final RelayingPort control;
    private final Consumer<SortedMap<NodeId, NodeId>> data;
    private final LinkView links;
    private final ShardLoops shards;
    private final TreeMap<NodeId, NodeId> relays = new TreeMap<>();
    private SortedMap<NodeId, List<NodeId>> deadLinks = Collections.emptySortedMap();

    /**
     * No detour yet.
     *
     * @param control the control loop's port
     * @param data tells the data loops' ports
     */
    Detours(RelayingPort control, Consumer<SortedMap<NodeId, NodeId>> data, LinkView links, ShardLoops shards) {
        this.control = control;
        this.data = data;
        this.links = links;
        this.shards = shards;
    }

    /** {@code peer} is reached over {@code relay} from now on; directly, or by nobody, if that is null. */
    void rerouted(NodeId peer, @Nullable NodeId relay) {
        if (relay == null) {
            relays.remove(peer);
        } else {
            relays.put(peer, relay);
        }
        SortedMap<NodeId, NodeId> now = Collections.unmodifiableSortedMap(new TreeMap<>(relays));
        control.relays(now);
        data.accept(now);
        tellShards();
    }

    /** Copies wait for dead links: shards must know of them, and who has a link that works. */
    void tellShards() {
        SortedMap<NodeId, List<NodeId>> reachedBy = new TreeMap<>();
        relays.keySet().forEach(peer -> reachedBy.put(peer, links.reaching(peer)));
        if (!reachedBy.equals(deadLinks)) {
            deadLinks = Collections.unmodifiableSortedMap(reachedBy);
            SortedMap<NodeId, List<NodeId>> now = deadLinks;
            shards.tellAll(shard -> shard.deadLinks(now));
        }
    }
}
