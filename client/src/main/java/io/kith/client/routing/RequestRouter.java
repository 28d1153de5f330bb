package io.kith.client.routing;

import io.kith.client.routing.Request.Kind;
import io.kith.client.routing.Request.Phase;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigFollower;
import io.kith.config.ConfigMessage;
import io.kith.membership.HeartbeatAnswer;
import io.kith.membership.LinkReport;
import io.kith.membership.LinkSurvey;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.Relayed;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request to the node that the config names for its partition, and again, under the same number, until it is
 * answered or its deadline passes: when the node says that it is not the one or not ready, when the connection is lost,
 * when no answer comes, when a newer config names another node. Follows the config meanwhile. Single-threaded and
 * deterministic: all comes in by its methods and goes out by its {@link ClientPort}.
 */
public final class RequestRouter {
    /** For how long a partition may be unavailable before its requests fail. */
    private static final long UNAVAILABLE_GRACE_NANOS = 3_000_000_000L;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LONG_WAIT_NANOS = 1_000 * NANOS_PER_MILLI;
    private static final int PULL_EVERY_BACKOFFS = 3;
    private static final int MAX_DOUBLINGS = 3;

    private final ClientPort port;
    private final RouterSettings settings;
    private final RouterListener listener;
    private final LinkTable links;
    private final LinkMonitor monitor;
    private final NodeId self;
    private final ConfigFollower follower = new ConfigFollower();
    private final SessionBook book;
    private final SessionKeeper sessions;
    private final Targets targets;
    private final RequestMessages messages;
    private final LongObjectMap<Request> inFlight = new LongObjectHashMap<>();
    private final RequestTimers timers;
    private final LinkUpkeep upkeep;
    private long lastCorrelation;
    private boolean closing;
    private boolean ending;
    private boolean closed;

    /**
     * A router that is to be {@linkplain #start started}.
     *
     * @param session drawn at random; names this router to the partitions it writes to
     * @param seeds where nodes may be found at first
     */
    public RequestRouter(
            ClientPort port,
            NodeId session,
            RouterSettings settings,
            Collection<NodeAddress> seeds,
            RouterListener listener) {
        this.port = port;
        this.settings = settings;
        this.listener = listener;
        this.self = session;
        this.links = new LinkTable(port, seeds);
        this.monitor = new LinkMonitor(session, port, links, this::configId, this::pathChanged);
        this.book = new SessionBook(session, settings.maxOpenPerPartition());
        this.sessions = new SessionKeeper(this, port, book);
        this.targets = new Targets(links, monitor, book, settings);
        this.messages = new RequestMessages(book);
        this.timers = new RequestTimers(port, this::due);
        this.upkeep =
                new LinkUpkeep(port, links, inFlight.values(), () -> follower.config() != null, () -> pullConfig(null));
    }

    /** Begins to look for nodes. */
    public void start() {
        upkeep.run();
        monitor.start();
    }

    private long configId() {
        ClusterConfig config = follower.config();
        return config == null ? 0 : config.configId();
    }

    /** Tells {@code then}, once, what nodes and this client measured of their links. */
    public void surveyLinks(Consumer<List<LinkReport>> then) {
        monitor.survey(then);
    }

    /** The newest config known; null before the first. */
    public @Nullable ClusterConfig config() {
        return follower.config();
    }

    /** How many requests have not ended yet. */
    public int inFlight() {
        return inFlight.size();
    }

    /** Whether an answer may come for which somebody waits, or whose coming is measured. */
    public boolean awaitsAnswers() {
        return !inFlight.isEmpty() || monitor.awaitsAnswers();
    }

    /** The requests that have not ended yet, the oldest first; whatever happens to them while one walks through. */
    private List<Request> open() {
        List<Request> open = new ArrayList<>(inFlight.values());
        open.sort(Comparator.comparingLong(request -> request.correlation));
        return open;
    }

    /** Whether every known address was tried in vain {@code times} times or more. */
    public boolean allAddressesFailed(int times) {
        return links.allFailed(times);
    }

    /** What became of the attempts to connect, for people. */
    public String connectionProblems() {
        return links.problems();
    }

    /** Takes a request on; it ends by one of its callbacks. */
    public void submit(Request request) {
        if (closing) {
            request.phase = Phase.ENDED;
            request.failed(new Failure(Failure.Kind.CLOSED, "this client was closed"));
            return;
        }
        take(request);
    }

    /** The same, for the router's own requests. */
    void take(Request request) {
        request.correlation = ++lastCorrelation;
        inFlight.put(request.correlation, request);
        route(request);
    }

    /**
     * Gives a request up without calling it back. If it is a write that was sent, it may be applied all the same.
     *
     * @return whether it had not ended yet
     */
    public boolean cancel(Request request) {
        if (inFlight.get(request.correlation) != request) {
            return false;
        }
        end(request);
        return true;
    }

    /**
     * Ends the wait of a write that waits at the primary. The request is called back in any case: with what it has got by
     * then, or a payload of one zero byte, which says that it had no effect.
     */
    public void withdraw(Request request) {
        if (inFlight.get(request.correlation) != request || request.hasEnded()) {
            return;
        }
        sessions.withdraw(request);
    }

    // ---- what happens to a request

    /** Sends a request to the node that it should go to, as soon as that can be. */
    void route(Request request) {
        ClusterConfig config = follower.config();
        if (config == null) {
            waitIn(Phase.UNROUTED, request);
            return;
        }
        if (request.kind == Kind.WRITE && request.number == 0) {
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

    private void waitIn(Phase phase, Request request) {
        request.phase = phase;
        timers.set(request, LONG_WAIT_NANOS, port.clock().nowNanos());
    }

    private void send(Request request, NodeId target, ClusterConfig config, long nowNanos) {
        request.phase = Phase.SENT;
        long patience =
                ((long) settings.attemptMillis() << Math.min(request.attempts, MAX_DOUBLINGS)) + request.patienceMillis;
        request.attempts++;
        timers.set(request, patience * NANOS_PER_MILLI, nowNanos);
        monitor.send(target, messages.of(request, config.configId()), nowNanos);
    }

    private void backOff(Request request) {
        request.phase = Phase.BACKING_OFF;
        long delayMillis = Math.min(
                settings.maxBackoffMillis(),
                (long) settings.minBackoffMillis() << Math.min(request.backoffs, Integer.SIZE - 1));
        request.backoffs++;
        long delayNanos = delayMillis * NANOS_PER_MILLI;
        long jittered = delayNanos / 2 + port.random().nextLong(delayNanos);
        timers.set(request, jittered, port.clock().nowNanos());
        if (request.backoffs % PULL_EVERY_BACKOFFS == 0) {
            pullConfig(request.target);
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
        if (request.phase == Phase.QUEUED) {
            waitIn(Phase.QUEUED, request);
            return;
        }
        if (request.phase == Phase.SENT) {
            // The node may hang, or may have been replaced without our hearing of it.
            request.backoffs++;
            pullConfig(request.target);
        }
        route(request);
    }

    private void expire(Request request) {
        String after = request.kind == Kind.WRITE && request.attempts > 0
                ? ": its outcome is unknown, it may have been applied (once) or not"
                : ": nothing was changed";
        fail(request, Failure.Kind.TIMEOUT, "no answer within the deadline" + after + "; " + circumstances(request));
    }

    private String circumstances(Request request) {
        ClusterConfig config = follower.config();
        if (config == null) {
            return "no node of the cluster was reached: " + links.problems();
        }
        NodeId target = request.target;
        if (request.phase == Phase.CONNECTING) {
            return "no connection to " + (target == null ? "any node" : "node " + target.shortName()) + ": "
                    + links.problems();
        }
        return "asked " + (target == null ? "nobody" : "node " + target.shortName()) + " " + request.attempts
                + " times about partition " + request.partition + " under config " + config.configId();
    }

    void succeed(Request request, byte[] payload) {
        end(request);
        request.succeeded(payload);
    }

    void fail(Request request, Failure.Kind kind, String message) {
        end(request);
        request.failed(new Failure(kind, message));
    }

    private void end(Request request) {
        Phase last = request.phase;
        request.phase = Phase.ENDED;
        inFlight.remove(request.correlation);
        timers.clear(request);
        if (request.kind == Kind.WRITE && last != Phase.UNROUTED) {
            if (last == Phase.QUEUED) {
                sessions.endedInQueue(request);
            } else {
                sessions.ended(request);
            }
        }
    }

    private void sessionUnknown(Request request) {
        if (request.kind == Kind.WRITE) {
            sessions.unknown(request);
        } else {
            backOff(request);
        }
    }

    /** Whether nothing is to be sent any more, at least for now. */
    boolean isMute() {
        return closed || ending;
    }

    // ---- what comes in

    /** Takes a message of a connected node. */
    public void received(NodeId from, Message message) {
        if (closed) {
            return;
        }
        if (message instanceof Relayed relayed) {
            if (relayed.destination().equals(self)) {
                receivedOverRelay(from, relayed.origin(), relayed.message());
            }
        } else if (message instanceof HeartbeatAnswer answer) {
            monitor.received(from, answer);
        } else if (message instanceof LinkSurvey survey) {
            monitor.received(survey);
        } else {
            handle(from, message);
        }
    }

    private void receivedOverRelay(NodeId relay, NodeId origin, Message message) {
        monitor.receivedOverRelay(relay, origin);
        if (message instanceof ClientMessage.Response) {
            handle(origin, message);
        }
    }

    /** {@code node} is reached another way from now on, or not at all: what was under way may be lost. */
    private void pathChanged(NodeId node) {
        for (Request request : open()) {
            boolean waits = request.phase == Phase.SENT || request.phase == Phase.CONNECTING;
            if (waits && !request.hasEnded() && node.equals(request.target)) {
                route(request);
            }
        }
    }

    private void handle(NodeId from, Message message) {
        if (message instanceof ClientMessage.Response response) {
            Request request = inFlight.get(response.correlation());
            if (request != null) {
                answered(request, from, response);
            }
        } else if (message instanceof ConfigMessage.ConfigUpdate update) {
            update(from, update);
        } else if (message instanceof ConfigMessage.Suspicion suspicion) {
            listener.suspicion(suspicion);
        } else if (message instanceof ConfigMessage.ProposeAnswer answer) {
            Request request = inFlight.get(answer.correlation());
            if (request != null && request.kind == Kind.PROPOSE) {
                proposed(request, answer);
            }
        }
    }

    private void answered(Request request, NodeId from, ClientMessage.Response response) {
        ResponseStatus status = response.status();
        if (status == ResponseStatus.OK) {
            succeed(request, response.payload());
            return;
        }
        boolean expected = request.phase == Phase.SENT && from.equals(request.target);
        if (!expected) {
            // Bad news from a node that we have turned away from already; the other one's answer counts.
            return;
        }
        switch (status) {
            case NOT_HERE -> redirected(request, from);
            case RETRY, TOO_MANY_OPEN -> backOff(request);
            case SESSION_UNKNOWN -> sessionUnknown(request);
            case UNAVAILABLE -> unavailable(request);
            case BELOW_FLOOR ->
                fail(
                        request,
                        Failure.Kind.OUTCOME_UNKNOWN,
                        "partition " + request.partition + " no longer keeps the result of this write");
            case TOO_LARGE -> fail(request, Failure.Kind.TOO_LARGE, Results.message(response.payload()));
            case FULL -> fail(request, Failure.Kind.FULL, Results.message(response.payload()));
            case WRONG_TYPE -> fail(request, Failure.Kind.WRONG_TYPE, Results.message(response.payload()));
            case BAD_REQUEST -> fail(request, Failure.Kind.BAD_REQUEST, Results.message(response.payload()));
            default -> throw new CorruptFrameException("an answer of unknown status " + status);
        }
    }

    /** A node that was removed because it was not heard, but lives, is back soon with all it holds. */
    private void unavailable(Request request) {
        long nowNanos = port.clock().nowNanos();
        if (!request.isUnavailable) {
            request.isUnavailable = true;
            request.unavailableSinceNanos = nowNanos;
        }
        if (nowNanos - request.unavailableSinceNanos < UNAVAILABLE_GRACE_NANOS) {
            backOff(request);
            return;
        }
        fail(
                request,
                Failure.Kind.UNAVAILABLE,
                "all nodes that held partition " + request.partition
                        + " are gone; bring one of them back, or have an operator accept the loss");
    }

    private void redirected(Request request, NodeId from) {
        ClusterConfig config = follower.config();
        NodeId primary =
                config == null ? null : config.partition(request.partition).primary();
        if (config != null && primary != null && config.isMember(primary) && !from.equals(primary)) {
            request.backoffs++;
            route(request);
            return;
        }
        // The node knows better than we do, or we than it: one of us is about to learn.
        backOff(request);
    }

    private void proposed(Request request, ConfigMessage.ProposeAnswer answer) {
        if (answer.done()) {
            succeed(request, new byte[0]);
        } else {
            fail(request, Failure.Kind.REFUSED, answer.reason());
        }
    }

    private void update(NodeId from, ConfigMessage.ConfigUpdate update) {
        ConfigFollower.Outcome outcome = follower.apply(update);
        ClusterConfig config = follower.config();
        if (outcome == ConfigFollower.Outcome.GAP) {
            port.send(from, follower.pull());
        } else if (outcome == ConfigFollower.Outcome.ADVANCED && config != null) {
            links.learn(config);
            monitor.configChanged(config);
            book.sizeFor(config.partitionCount());
            listener.configChanged(config);
            rerouteAfter(config);
            upkeep.schedule();
        }
    }

    /** Sends on, at once, what waits for a config or for nodes that are no longer in charge. */
    private void rerouteAfter(ClusterConfig config) {
        for (Request request : open()) {
            if (request.hasEnded() || request.phase == Phase.QUEUED) {
                continue;
            }
            NodeId target = request.target;
            if (target == null || !targets.isFitting(target, request, config)) {
                route(request);
            }
        }
    }

    // ---- connections

    /** A connection to {@code node} at {@code address} is there. */
    public void connected(NodeId node, NodeAddress address) {
        if (closed || !links.connected(node, address)) {
            return;
        }
        monitor.connected(node);
        port.send(node, follower.pull());
        for (Request request : open()) {
            if (request.phase == Phase.CONNECTING && (request.target == null || request.target.equals(node))) {
                route(request);
            }
        }
    }

    /** The attempt to connect to {@code address} came to nothing. */
    public void connectFailed(NodeAddress address, String reason) {
        links.failed(address, reason);
        upkeep.schedule();
    }

    /** The connection to {@code node} has ended, and what was sent over it may be lost. */
    public void disconnected(NodeId node, String reason) {
        if (closed) {
            return;
        }
        links.disconnected(node, reason);
        for (Request request : open()) {
            if (request.phase == Phase.SENT && node.equals(request.target)) {
                route(request);
            }
        }
        upkeep.run();
    }

    private void pullConfig(@Nullable NodeId except) {
        NodeId node = monitor.neighbour(except);
        if (node != null) {
            port.send(node, follower.pull());
        }
    }

    // ---- the end

    /**
     * Ends all requests, takes no more, and has the partitions forget this router's sessions, so that nothing of it is
     * kept there and nothing that it waits for is taken for it.
     *
     * @param patienceNanos for how long to try at most
     * @param done run once, when that is so, or not to be reached in time; {@link #close} is called by then
     */
    public void closeSessions(long patienceNanos, Runnable done) {
        if (closing) {
            done.run();
            return;
        }
        endAll();
        sessions.closeAll(port.clock().nowNanos() + patienceNanos, () -> {
            close();
            done.run();
        });
    }

    /** Ends all requests, takes no more, and hangs up. */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        endAll();
        timers.stop();
        upkeep.stop();
        monitor.stop();
        for (NodeId node : links.allUp()) {
            port.disconnect(node);
        }
    }

    private void endAll() {
        closing = true;
        ending = true;
        for (Request request : open()) {
            if (!request.hasEnded()) {
                fail(request, Failure.Kind.CLOSED, "this client was closed while an operation was under way");
            }
        }
        ending = false;
    }
}
