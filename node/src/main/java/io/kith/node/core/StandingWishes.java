package io.kith.node.core;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Changes of the config that this node wants until they are so. A change is bound to one instance, so whoever wants it
 * asks again for each new config; this does.
 */
final class StandingWishes {
    private final Consumer<Change> propose;
    private final TreeMap<String, Wish> wishes = new TreeMap<>();

    private record Wish(Change change, Predicate<ClusterConfig> fulfilled) {}

    StandingWishes(Consumer<Change> propose) {
        this.propose = propose;
    }

    /** Wants {@code change} until {@code fulfilled} or withdrawn; {@code name} identifies the wish. */
    void want(String name, Change change, Predicate<ClusterConfig> fulfilled, ClusterConfig config) {
        if (!fulfilled.test(config) && wishes.putIfAbsent(name, new Wish(change, fulfilled)) == null) {
            propose.accept(change);
        }
    }

    void withdraw(String name) {
        wishes.remove(name);
    }

    /** Asks again for what is not so yet. */
    void ask(ClusterConfig config) {
        wishes.values().removeIf(wish -> wish.fulfilled.test(config));
        for (Map.Entry<String, Wish> each : wishes.entrySet()) {
            propose.accept(each.getValue().change);
        }
    }
}
