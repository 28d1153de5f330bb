package io.kith.client.routing;

import io.kith.client.routing.Request.Kind;
import io.kith.client.routing.Request.Phase;
import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The requests that are under way: where each is sent, when it is sent again, and how it ends. */
final class RequestFlow implements Dispatch {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LONG_WAIT_NANOS = 1_000 * NANOS_PER_MILLI;
    private static final int PULL_EVERY_BACKOFFS = 3;

    /** About how long what finds no room in its connection waits until it tries again. */
    private static final long CROWDED_NANOS = 20 * NANOS_PER_MILLI;

    /** A request that moves slower than that, to its node and to the copies, is asked for again; 2 MB a second. */
    private static final int SLOW_BYTES_PER_MILLI = 2 << 10;

    /** From so many bytes on it matters to what follows in the same connection. */
    private static final int BULK_BYTES = 64 << 10;

    private static final int MAX_DOUBLINGS = 3;

    private final ClientPort port;
    private final RouterSettings settings;
    private final LinkTable links;
    private final LinkMonitor monitor;
    private final FollowedConfig configs;
    private final SessionKeeper sessions;
    private final Openings openings;
    private final Targets targets;
    private final RequestMessages messages;
    private final InFlight inFlight = new InFlight();
    private final RequestTimers timers;
    private final LinkUpkeep upkeep;
    private long lastCorrelation;
    private boolean closing;
    private boolean ending;
    private boolean closed;

    RequestFlow(
            ClientPort port,
            RouterSettings settings,
            LinkTable links,
            LinkMonitor monitor,
            FollowedConfig configs,
            SessionBook book) {
        this.port = port;
        this.settings = settings;
        this.links = links;
        this.monitor = monitor;
        this.configs = configs;
        this.sessions = new SessionKeeper(this, port, book);
        this.openings = new Openings(this, sessions, () -> partitionCount(configs));
        this.targets = new Targets(links, monitor, book, settings);
        this.messages = new RequestMessages(book);
        this.timers = new RequestTimers(port, this::due);
        this.upkeep = new LinkUpkeep(
                port,
                links,
                inFlight.all(),
                () -> configs.config() != null,
                () -> configs.askAny(null),
                monitor::silentLinks);
    }

    private static int partitionCount(FollowedConfig configs) {
        return Objects.requireNonNull(configs.config(), "nothing is routed without a config")
                .partitionCount();
    }

    Openings openings() {
        return openings;
    }

    SessionKeeper sessions() {
        return sessions;
    }

    LinkUpkeep upkeep() {
        return upkeep;
    }

    /** How many have not ended yet. */
    int count() {
        return inFlight.size();
    }

    /** The request of that number that has not ended; null if there is none. */
    @Nullable
    Request byCorrelation(long correlation) {
        return inFlight.get(correlation);
    }

    @Override
    public void submit(Request request) {
        if (closing) {
            request.phase = Phase.ENDED;
            request.failed(new Failure(Failure.Kind.CLOSED, "this client was closed"));
            return;
        }
        take(request);
    }

    @Override
    public void renew(Request request) {
        inFlight.remove(request);
        request.number = 0;
        request.attempts = 0;
        request.correlation = ++lastCorrelation;
        inFlight.add(request);
    }

    @Override
    public void take(Request request) {
        request.correlation = ++lastCorrelation;
        inFlight.add(request);
        route(request);
    }

    /** Gives a request up without calling it back; returns whether it had not ended yet, and does not go on. */
    boolean cancel(Request request) {
        boolean goesOn = request.attempts > 0 && request.keepsOnceSent();
        if (goesOn || !inFlight.has(request)) {
            return false;
        }
        end(request);
        return true;
    }

    /** Ends the wait of a write that waits at the primary. */
    void withdraw(Request request) {
        if (!inFlight.has(request) || request.hasEnded()) {
            return;
        }
        sessions.withdraw(request);
    }

    // ---- what happens to one

    @Override
    public void route(Request request) {
        ClusterConfig config = configs.config();
        if (config == null) {
            waitIn(Phase.UNROUTED, request);
            return;
        }
        if (links.sawStranger() && !closing && failsAsReplaced(request, config)) {
            return;
        }
        CollectionHandle collection = request.collection;
        if (collection != null
                && References.namesIncarnation(request.operation)
                && openings.holdsBack(request, collection, port.clock().nowNanos())) {
            return;
        }
        if (request.kind == Kind.WRITE && request.number == 0) {
            if (collection != null) {
                openings.beforeNumbering(request, collection);
            }
            waitIn(Phase.QUEUED, request);
            sessions.enqueue(request);
            return;
        }
        // Read once for all that a request asks of it: a clock costs about as much as the rest of this method.
        long nowNanos = port.clock().nowNanos();
        NodeId target = targets.of(request, config, nowNanos);
        request.target = target;
        monitor.busy(nowNanos);
        if (target == null || !monitor.reaches(target, nowNanos)) {
            waitIn(Phase.CONNECTING, request);
            if (target != null) {
                links.want(target);
                monitor.wants(target);
            }
            upkeep.schedule();
            return;
        }
        send(request, target, config, nowNanos);
    }

    @Override
    public void hold(Request request) {
        waitIn(Phase.HELD, request);
    }

    private void waitIn(Phase phase, Request request) {
        request.phase = phase;
        timers.set(request, LONG_WAIT_NANOS, port.clock().nowNanos());
    }

    private void send(Request request, NodeId target, ClusterConfig config, long nowNanos) {
        request.phase = Phase.SENT;
        int bytes = request.operation.length;
        long bulkMillis = bytes > BULK_BYTES ? bytes / SLOW_BYTES_PER_MILLI : 0;
        if (!monitor.offer(target, messages.of(request, config.configId()), bulkMillis * NANOS_PER_MILLI, nowNanos)) {
            request.phase = Phase.BACKING_OFF;
            timers.set(request, CROWDED_NANOS / 2 + port.random().nextLong(CROWDED_NANOS), nowNanos);
            return;
        }
        long patience = ((long) settings.attemptMillis() << Math.min(request.attempts, MAX_DOUBLINGS))
                + request.patienceMillis
                + bulkMillis;
        request.attempts++;
        timers.set(request, patience * NANOS_PER_MILLI, nowNanos);
    }

    @Override
    public void backOff(Request request) {
        request.phase = Phase.BACKING_OFF;
        long delayMillis = Math.min(
                settings.maxBackoffMillis(),
                (long) settings.minBackoffMillis() << Math.min(request.backoffs, Integer.SIZE - 1));
        request.backoffs++;
        long delayNanos = delayMillis * NANOS_PER_MILLI;
        long jittered = delayNanos / 2 + port.random().nextLong(delayNanos);
        timers.set(request, jittered, port.clock().nowNanos());
        if (request.backoffs % PULL_EVERY_BACKOFFS == 0) {
            configs.askAny(request.target);
        }
    }

    private void due(Request request) {
        if (!request.isStillWanted()) {
            end(request);
            return;
        }
        if (request.deadlineNanos != Request.NO_DEADLINE
                && request.deadlineNanos - port.clock().nowNanos() <= 0) {
            expire(request);
            return;
        }
        if (request.phase == Phase.QUEUED || request.phase == Phase.HELD) {
            waitIn(request.phase, request);
            return;
        }
        if (request.phase == Phase.SENT) {
            // The node may hang, or may have been replaced without our hearing of it.
            request.backoffs++;
            configs.askAny(request.target);
        }
        route(request);
    }

    private void expire(Request request) {
        String text = "no answer within the deadline: " + request.outcome() + "; " + circumstances(request);
        fail(request, Failure.Kind.TIMEOUT, text);
    }

    private boolean failsAsReplaced(Request request, ClusterConfig config) {
        String replacement = links.replacement(monitor::answersDirectly);
        if (replacement == null) {
            return false;
        }
        String text = "the cluster '" + config.parameters().clusterName() + "' ("
                + config.clusterId().shortName()
                + ") that this client is connected to is gone: " + replacement + "; " + request.outcome()
                + "; Kith.reconnect() connects to the cluster that is there now, which has other data";
        fail(request, Failure.Kind.REPLACED, text);
        return true;
    }

    private String circumstances(Request request) {
        ClusterConfig config = configs.config();
        if (config == null) {
            return "no node of the cluster was reached: " + links.problems();
        }
        NodeId target = request.target;
        if (request.attempts == 0 && request.phase == Phase.BACKING_OFF && target != null) {
            return "the connection to node " + target.shortName()
                    + " takes no more: it is busy with what was sent before";
        }
        if (request.phase == Phase.CONNECTING) {
            return "no connection to " + (target == null ? "any node" : "node " + target.shortName()) + ": "
                    + links.problems();
        }
        return "asked " + (target == null ? "nobody" : "node " + target.shortName()) + " " + request.attempts
                + " times about partition " + request.partition + " under config " + config.configId();
    }

    @Override
    public void succeed(Request request, byte[] payload) {
        end(request);
        request.succeeded(payload);
    }

    @Override
    public void fail(Request request, Failure.Kind kind, String message) {
        end(request);
        request.failed(new Failure(kind, message));
    }

    private void end(Request request) {
        Phase last = request.phase;
        request.phase = Phase.ENDED;
        inFlight.remove(request);
        timers.clear(request);
        if (request.kind == Kind.WRITE && last != Phase.UNROUTED) {
            if (last == Phase.QUEUED) {
                sessions.endedInQueue(request);
            } else if (request.number != 0) {
                sessions.ended(request);
            }
        }
    }

    @Override
    public boolean isMute() {
        return closed || ending;
    }

    // ---- what happens to all

    /** {@code node} is reached another way from now on, or not at all: what was under way may be lost. */
    void pathLost(NodeId node) {
        for (Request request : inFlight.inOrder()) {
            boolean waits = request.phase == Phase.SENT || request.phase == Phase.CONNECTING;
            if (waits && !request.hasEnded() && node.equals(request.target)) {
                route(request);
            }
        }
    }

    /** {@code node} is connected now. */
    void connected(NodeId node) {
        for (Request request : inFlight.inOrder()) {
            if (request.phase == Phase.CONNECTING && (request.target == null || request.target.equals(node))) {
                route(request);
            }
        }
    }

    /** The connection to {@code node} has ended, and what was sent over it may be lost. */
    void disconnected(NodeId node) {
        for (Request request : inFlight.inOrder()) {
            if (request.phase == Phase.SENT && node.equals(request.target)) {
                route(request);
            }
        }
    }

    /** Sends on, at once, what waits for a config or for nodes that are no longer in charge. */
    void rerouteAfter(ClusterConfig config) {
        for (Request request : inFlight.inOrder()) {
            if (request.hasEnded() || request.phase == Phase.QUEUED || request.phase == Phase.HELD) {
                continue;
            }
            NodeId target = request.target;
            if (target == null || !targets.isFitting(target, request, config)) {
                route(request);
            }
        }
    }

    /** Whether no more are taken on. */
    boolean isClosing() {
        return closing;
    }

    /** Ends all, and takes no more. */
    void endAll() {
        closing = true;
        ending = true;
        for (Request request : inFlight.inOrder()) {
            if (!request.hasEnded()) {
                fail(request, Failure.Kind.CLOSED, "this client was closed while an operation was under way");
            }
        }
        ending = false;
    }

    /** The same; and nothing is to happen any more. */
    void close() {
        closed = true;
        endAll();
        timers.stop();
        upkeep.stop();
    }
}
