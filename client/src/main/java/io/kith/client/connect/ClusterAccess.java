package io.kith.client.connect;

import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.KithTimeoutException;
import io.kith.client.grid.Durations;
import io.kith.client.grid.Grid;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.membership.LinkReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What Kith's own programs see of a client's cluster, and users do not: configs, and changes to them. May change with any
 * version.
 */
public final class ClusterAccess {
    private final Grid grid;

    ClusterAccess(Grid grid) {
        this.grid = grid;
    }

    /** Of a client that {@link Kith#connect} or {@link ClientProvider#inProcess} made. */
    public static ClusterAccess of(Kith kith) {
        if (kith instanceof ReconnectingKith client) {
            return client.connected().access();
        }
        throw new IllegalArgumentException("no client of Kith's own: " + kith);
    }

    /** The newest config of the cluster that the client knows. */
    public ClusterConfig config() {
        return grid.watch().config();
    }

    /**
     * Waits until the cluster's config is as wanted.
     *
     * @param wanted is called on an event loop of the client; must not block
     * @return the first config that was
     * @throws KithTimeoutException if there was none in time
     */
    public ClusterConfig awaitConfig(Predicate<ClusterConfig> wanted, Duration limit) {
        grid.requireMayWait();
        ClusterConfig found = grid.watch().await(wanted, limit);
        if (found == null) {
            throw new KithTimeoutException("no config was as wanted within " + limit + "; the newest is "
                    + grid.watch().config());
        }
        return found;
    }

    /**
     * Calls {@code listener} for each newer config, on an event loop of the client; it must not block.
     *
     * @return ends that when it is run
     */
    public Runnable onConfigChange(Consumer<ClusterConfig> listener) {
        return grid.watch().listen(listener);
    }

    /**
     * What the nodes measured of the links between them, as one of them knows it, and what this client measured of its
     * own.
     *
     * @throws KithTimeoutException if no node answered in time
     */
    public List<LinkReport> links(Duration limit) {
        grid.requireMayWait();
        CompletableFuture<List<LinkReport>> links = grid.links();
        try {
            return links.get(Durations.nanos(limit), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            links.cancel(false);
            throw new KithTimeoutException("no node told what it knows of the links within " + limit);
        } catch (ExecutionException e) {
            throw Grid.thrownFor(e.getCause());
        } catch (InterruptedException e) {
            links.cancel(false);
            Thread.currentThread().interrupt();
            throw new KithException("interrupted while waiting for what nodes know of their links", e);
        }
    }

    /**
     * Has the cluster decide on a change, such as a member's leaving. The node that is asked becomes its author.
     *
     * @throws KithException if the cluster refuses; the message says why
     * @throws KithTimeoutException if it did not answer in time; it may have been decided all the same
     */
    public void propose(Change change) {
        grid.requireMayWait();
        grid.proposal(change).await();
    }
}
