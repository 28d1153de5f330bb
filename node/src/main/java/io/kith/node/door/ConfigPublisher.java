package io.kith.node.door;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigMessage;
import io.kith.config.Instance;
import io.kith.config.SettingKeys;
import io.kith.node.core.ControlCore;
import io.kith.node.core.Loop;
import io.kith.transport.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients of new configs: what changed with each version to all that hold the one before, busy or idle; and all
 * they lack to those further behind.
 */
final class ConfigPublisher {
    private final ClientConnections clients;
    private final Loop controlLoop;
    private volatile @Nullable ClusterConfig current;
    private volatile int valueLimitBytes = Math.toIntExact(SettingKeys.VALUE_LIMIT_BYTES.defaultValue());
    private final ControlCore control;

    ConfigPublisher(ClientConnections clients, Loop controlLoop, ControlCore control) {
        this.clients = clients;
        this.controlLoop = controlLoop;
        this.control = control;
    }

    /** The config the node holds, or null before the first. */
    @Nullable
    ClusterConfig current() {
        return current;
    }

    /** The largest key or value that the cluster's settings allow. */
    int valueLimitBytes() {
        return valueLimitBytes;
    }

    /** The node holds {@code next} now; called on the control loop. */
    void configChanged(@Nullable ClusterConfig previous, ClusterConfig next, List<Change> changes) {
        current = next;
        valueLimitBytes = Math.toIntExact(SettingKeys.VALUE_LIMIT_BYTES.in(next));
        boolean stepped = previous != null && previous.configId() + 1 == next.configId() && !changes.isEmpty();
        boolean moved = changes.stream().anyMatch(ConfigPublisher::movesTargets);
        for (ClientLink link : clients.all()) {
            if (stepped && previous != null && link.sentConfigId() == previous.configId()) {
                link.sentConfigId(next.configId());
                link.send(
                        moved
                                ? new ConfigMessage.FullConfig(next)
                                : new ConfigMessage.ConfigSteps(Instance.of(previous), List.of(changes)));
            } else if (link.sentConfigId() > 0) {
                bringUpToDate(link);
            }
        }
    }

    /** The node suspects {@code peer}, or no longer: tells all clients, once. Called on the control loop. */
    void suspicion(NodeId peer, boolean suspected) {
        ClusterConfig held = current;
        if (held != null) {
            ConfigMessage.Suspicion news = new ConfigMessage.Suspicion(held.configId(), peer, suspected);
            for (ClientLink link : clients.all()) {
                if (link.sentConfigId() > 0) {
                    link.send(news);
                }
            }
        }
    }

    /** Reading the ring's new targets costs a client less than computing them, which it would do on its only loop. */
    private static boolean movesTargets(Change change) {
        return switch (change.kind()) {
            case ADMIT, LEAVE, REMOVE -> true;
            case SET_SETTING -> ((Change.SetSetting) change).key().equals(ClusterConfig.REPLICATION_FACTOR);
            case SET_VOTERS, PROMOTE, DROP, MOVE_PRIMARY, ACCEPT_LOSS, MARK_FULL -> false;
        };
    }

    /** A client asks for what was decided after the config it holds; called on any loop. */
    void pulled(ClientLink link, ConfigMessage.PullConfig pull) {
        controlLoop.post(() -> {
            link.sentConfigId(pull.configId());
            bringUpToDate(link);
        });
    }

    /** A request of a client named the config it holds; called on any loop. */
    void clientHolds(ClientLink link, long configId) {
        ClusterConfig newest = current;
        if (newest != null && configId < newest.configId() && link.sentConfigId() < newest.configId()) {
            controlLoop.post(() -> {
                if (link.sentConfigId() == 0) {
                    link.sentConfigId(configId);
                }
                bringUpToDate(link);
            });
        }
    }

    private void bringUpToDate(ClientLink link) {
        ClusterConfig newest = current;
        if (newest == null || link.sentConfigId() >= newest.configId()) {
            return;
        }
        ConfigMessage.ConfigUpdate update = control.configCore().updateSince(link.sentConfigId());
        if (update != null && link.send(update)) {
            link.sentConfigId(update.leadsTo().configId());
        }
    }
}
