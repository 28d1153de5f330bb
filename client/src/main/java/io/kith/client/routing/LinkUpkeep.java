package io.kith.client.routing;

import io.kith.transport.Cancellable;
import io.kith.transport.NodeId;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Goes on connecting while there are too few connections, or requests wait for one. */
final class LinkUpkeep {
    private static final long PERIOD_NANOS = 25_000_000;
    private static final long IDLE_PERIOD_NANOS = 500_000_000;

    private final ClientPort port;
    private final LinkTable links;
    private final Collection<Request> requests;
    private final BooleanSupplier hasConfig;
    private final Runnable askForConfig;
    private final IntSupplier silentLinks;
    private @Nullable Cancellable scheduled;

    /** Whether nothing is wanted before those may be tried again that had no room for who is idle. */
    private boolean isPausing;

    private boolean stopped;

    /**
     * Does nothing yet.
     *
     * @param requests those that have not ended, at any time
     * @param hasConfig whether the client knows a config
     * @param askForConfig asks again for one, as who is connected had none to tell of when he was asked
     * @param silentLinks how many connections get no answers
     */
    LinkUpkeep(
            ClientPort port,
            LinkTable links,
            Collection<Request> requests,
            BooleanSupplier hasConfig,
            Runnable askForConfig,
            IntSupplier silentLinks) {
        this.port = port;
        this.links = links;
        this.requests = requests;
        this.hasConfig = hasConfig;
        this.askForConfig = askForConfig;
        this.silentLinks = silentLinks;
    }

    /** Starts the connections that are wanted now, to ask something that is no request. */
    void runToAsk() {
        links.somethingToAsk();
        run();
    }

    /** Starts the connections that are wanted now. */
    void run() {
        scheduled = null;
        if (stopped) {
            return;
        }
        if (isUrgent()) {
            links.somethingToAsk();
        }
        links.connectMore(silentLinks.getAsInt());
        if (!hasConfig.getAsBoolean()) {
            askForConfig.run();
        }
        for (Request request : requests) {
            NodeId target = request.target;
            if (request.phase == Request.Phase.CONNECTING && target != null) {
                links.want(target);
            }
        }
        schedule();
    }

    /** Sees to it that it is run again if need be. */
    void schedule() {
        if (stopped) {
            return;
        }
        Cancellable before = scheduled;
        if (before != null && !isPausing) {
            return;
        }
        long delayNanos = isUrgent()
                ? PERIOD_NANOS
                : links.wantsMore(silentLinks.getAsInt()) ? IDLE_PERIOD_NANOS : LinkTable.CROWDED_NANOS;
        boolean pauses = delayNanos == LinkTable.CROWDED_NANOS;
        if (pauses && (before != null || !links.isAnyCrowded())) {
            return;
        }
        if (before != null) {
            before.cancel();
        }
        isPausing = pauses;
        scheduled = port.schedule(delayNanos, this::run);
    }

    private boolean isUrgent() {
        if (!hasConfig.getAsBoolean()) {
            return true;
        }
        for (Request request : requests) {
            if (request.phase == Request.Phase.CONNECTING) {
                return true;
            }
        }
        return false;
    }

    void stop() {
        stopped = true;
    }
}
