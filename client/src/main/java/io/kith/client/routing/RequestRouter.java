package io.kith.client.routing;

import io.kith.client.routing.Request.Kind;
import io.kith.client.routing.Request.Phase;
import io.kith.collections.ClientMessage;
import io.kith.collections.PartitionOperations;
import io.kith.collections.ResponseStatus;
import io.kith.collections.Results;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigFollower;
import io.kith.config.ConfigMessage;
import io.kith.config.PartitionReplicas;
import io.kith.transport.Cancellable;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request to the node that the config names for its partition, and again, under the same number, until it is
 * answered or its deadline passes: when the node says that it is not the one or not ready, when the connection is lost,
 * when no answer comes, when a newer config names another node. Follows the config meanwhile. Single-threaded and
 * deterministic: all comes in by its methods and goes out by its {@link ClientPort}.
 */
public final class RequestRouter {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long UPKEEP_NANOS = 25 * NANOS_PER_MILLI;
    private static final long IDLE_UPKEEP_NANOS = 500 * NANOS_PER_MILLI;
    private static final long LONG_WAIT_NANOS = 1_000 * NANOS_PER_MILLI;
    private static final long WITHDRAWAL_NANOS = 30_000 * NANOS_PER_MILLI;
    private static final byte[] NO_EFFECT = {0};
    private static final int PULL_EVERY_BACKOFFS = 3;
    private static final int MAX_DOUBLINGS = 3;

    private final ClientPort port;
    private final RouterSettings settings;
    private final RouterListener listener;
    private final LinkTable links;
    private final ConfigFollower follower = new ConfigFollower();
    private final SessionBook sessions;
    private final Map<Long, Request> inFlight = new LinkedHashMap<>();
    private final TimerWheel<Request> timers;
    private long lastCorrelation;
    private @Nullable Cancellable timer;
    private long timerNanos;
    private @Nullable Cancellable upkeep;
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
        this.links = new LinkTable(port, seeds);
        this.sessions = new SessionBook(session, settings.maxOpenPerPartition());
        this.timers = new TimerWheel<>(Request.class, port.clock().nowNanos());
    }

    /** Begins to look for nodes. */
    public void start() {
        keepUp();
    }

    /** The newest config known; null before the first. */
    public @Nullable ClusterConfig config() {
        return follower.config();
    }

    /** How many requests have not ended yet. */
    public int inFlight() {
        return inFlight.size();
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
        if (closed) {
            request.phase = Phase.ENDED;
            request.failed(new Failure(Failure.Kind.CLOSED, "this client was closed"));
            return;
        }
        admit(request);
        route(request);
    }

    private void admit(Request request) {
        request.correlation = ++lastCorrelation;
        inFlight.put(request.correlation, request);
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
        if (request.number == 0) {
            succeed(request, NO_EFFECT.clone());
            return;
        }
        submit(new Withdrawal(request));
    }

    /** Has the partition give up an earlier write, and tell what became of it. */
    private final class Withdrawal extends Request {
        private final Request withdrawn;

        Withdrawal(Request withdrawn) {
            super(
                    false,
                    withdrawn.partition,
                    PartitionOperations.cancelRequest(withdrawn.number),
                    withdrawn.lane,
                    port.clock().nowNanos() + WITHDRAWAL_NANOS,
                    0);
            this.withdrawn = withdrawn;
        }

        /** Whether the number that it names still means what it meant. */
        boolean isMeaningful() {
            return opening == withdrawn.opening && !withdrawn.hasEnded();
        }

        @Override
        protected void succeeded(byte[] payload) {
            if (!withdrawn.hasEnded()) {
                succeed(withdrawn, payload);
            }
        }

        @Override
        protected void failed(Failure failure) {
            if (!withdrawn.hasEnded()) {
                fail(withdrawn, failure.kind(), failure.message());
            }
        }
    }

    // ---- what happens to a request

    private void route(Request request) {
        ClusterConfig config = follower.config();
        if (config == null) {
            waitIn(Phase.UNROUTED, request);
            return;
        }
        if (request.kind == Kind.WRITE && request.number == 0) {
            waitIn(Phase.QUEUED, request);
            PartitionSession session = sessions.of(request);
            session.enqueue(request);
            serveQueue(session);
            return;
        }
        NodeId target = targetOf(request, config);
        request.target = target;
        if (target == null || !links.isUp(target)) {
            waitIn(Phase.CONNECTING, request);
            if (target != null) {
                links.want(target);
            }
            scheduleUpkeep();
            return;
        }
        send(request, target, config);
    }

    private void waitIn(Phase phase, Request request) {
        request.phase = phase;
        wakeIn(LONG_WAIT_NANOS, request);
    }

    /** Sets the request's timer to then, or to its deadline if that is earlier. */
    private void wakeIn(long delayNanos, Request request) {
        long now = port.clock().nowNanos();
        boolean endless = request.deadlineNanos == Request.NO_DEADLINE;
        long dueNanos = endless ? now + delayNanos : now + Math.min(delayNanos, request.deadlineNanos - now);
        long firesNanos = timers.set(request, dueNanos);
        if (timer == null || firesNanos - timerNanos < 0) {
            armTimer(firesNanos, now);
        }
    }

    private @Nullable NodeId targetOf(Request request, ClusterConfig config) {
        if (request.kind == Kind.PROPOSE) {
            return links.anyUp(request.target);
        }
        List<NodeId> replicas = config.partition(request.partition).replicas();
        if (request.kind == Kind.READ && settings.readsFromReplicas() && request.backoffs == 0) {
            NodeId chosen = replicas.get(port.random().nextInt(replicas.size()));
            if (links.isUp(chosen)) {
                return chosen;
            }
        }
        return replicas.get(0);
    }

    private void send(Request request, NodeId target, ClusterConfig config) {
        request.phase = Phase.SENT;
        long patience =
                ((long) settings.attemptMillis() << Math.min(request.attempts, MAX_DOUBLINGS)) + request.patienceMillis;
        request.attempts++;
        wakeIn(patience * NANOS_PER_MILLI, request);
        port.send(target, messageOf(request, config.configId()));
    }

    private Message messageOf(Request request, long configId) {
        return switch (request.kind) {
            case READ -> new ClientMessage.Read(request.correlation, configId, request.partition, request.operation);
            case WRITE ->
                new ClientMessage.Write(
                        request.correlation,
                        configId,
                        request.partition,
                        sessions.idOf(request.lane),
                        request.opening,
                        request.number,
                        floorFor(request),
                        request.operation);
            case OPEN_SESSION ->
                new ClientMessage.OpenSession(
                        request.correlation, configId, request.partition, sessions.idOf(request.lane));
            case PROPOSE ->
                new ConfigMessage.ProposeChange(request.correlation, Objects.requireNonNull(request.change));
        };
    }

    /** A write of an earlier opening names no floor but its own: that of the present one means nothing there. */
    private long floorFor(Request request) {
        PartitionSession session = sessions.of(request);
        return session.opening() == request.opening ? session.floor() : request.number;
    }

    private void backOff(Request request) {
        request.phase = Phase.BACKING_OFF;
        long delayMillis = Math.min(
                settings.maxBackoffMillis(),
                (long) settings.minBackoffMillis() << Math.min(request.backoffs, Integer.SIZE - 1));
        request.backoffs++;
        long delayNanos = delayMillis * NANOS_PER_MILLI;
        long jittered = delayNanos / 2 + port.random().nextLong(delayNanos);
        wakeIn(jittered, request);
        if (request.backoffs % PULL_EVERY_BACKOFFS == 0) {
            pullConfig(request.target);
        }
    }

    private void due(Request request) {
        if (request instanceof SessionOpening opening && !opening.session.hasWaiting()) {
            opening.session.openWith(null);
            end(opening);
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

    private void succeed(Request request, byte[] payload) {
        end(request);
        request.succeeded(payload);
    }

    private void fail(Request request, Failure.Kind kind, String message) {
        end(request);
        request.failed(new Failure(kind, message));
    }

    private void end(Request request) {
        Phase last = request.phase;
        request.phase = Phase.ENDED;
        inFlight.remove(request.correlation);
        timers.clear(request);
        if (request.kind == Kind.WRITE && last != Phase.UNROUTED) {
            PartitionSession session = sessions.of(request);
            if (last == Phase.QUEUED) {
                session.dequeue(request);
            } else {
                serveQueue(session);
            }
        }
    }

    // ---- sessions

    /** Numbers and sends what may be sent of a session's queue; opens the session first if need be. */
    private void serveQueue(PartitionSession session) {
        if (closed) {
            return;
        }
        if (!session.isOpen()) {
            Request first = session.firstWaiting();
            if (first != null && session.opener() == null) {
                SessionOpening opener = new SessionOpening(session, first);
                session.openWith(opener);
                admit(opener);
                route(opener);
            }
            return;
        }
        for (Request next = session.numberNext(); next != null; next = session.numberNext()) {
            if (next instanceof Withdrawal withdrawal && !withdrawal.isMeaningful()) {
                fail(
                        next,
                        Failure.Kind.OUTCOME_UNKNOWN,
                        "partition " + next.partition + " has forgotten the session of a write that was called off");
            } else {
                route(next);
            }
        }
    }

    /** Opens a session in a partition, for as long as writes wait for it. */
    private final class SessionOpening extends Request {
        private final PartitionSession session;

        SessionOpening(PartitionSession session, Request cause) {
            super(cause.partition, cause.lane, NO_DEADLINE);
            this.session = session;
        }

        @Override
        protected void succeeded(byte[] payload) {
            session.opened(Results.number(payload));
            serveQueue(session);
        }

        @Override
        protected void failed(Failure failure) {
            session.openWith(null);
            for (Request next = session.pollWaiting(); next != null; next = session.pollWaiting()) {
                fail(next, failure.kind(), failure.message());
            }
        }
    }

    private void sessionUnknown(Request request) {
        if (request.kind != Kind.WRITE) {
            backOff(request);
            return;
        }
        PartitionSession session = sessions.of(request);
        if (session.isOpen() && session.opening() == request.opening) {
            session.forgotten();
        }
        if (request.attempts > 1) {
            fail(
                    request,
                    Failure.Kind.OUTCOME_UNKNOWN,
                    "partition " + request.partition + " has forgotten this client's session while a write was asked "
                            + "for a second time: it may have been applied (once) or not");
            return;
        }
        // Sent once only, and that one time refused: it was not applied, and may be numbered anew.
        request.number = 0;
        request.attempts = 0;
        route(request);
    }

    // ---- what comes in

    /** Takes a message of a connected node. */
    public void received(NodeId from, Message message) {
        if (closed) {
            return;
        }
        if (message instanceof ClientMessage.Response response) {
            Request request = inFlight.get(response.correlation());
            if (request != null) {
                answered(request, from, response);
            }
        } else if (message instanceof ConfigMessage.ConfigUpdate update) {
            update(from, update);
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
            case UNAVAILABLE ->
                fail(
                        request,
                        Failure.Kind.UNAVAILABLE,
                        "all nodes that held partition " + request.partition
                                + " are gone; bring one of them back, or have an operator accept the loss");
            case BELOW_FLOOR ->
                fail(
                        request,
                        Failure.Kind.OUTCOME_UNKNOWN,
                        "partition " + request.partition + " no longer keeps the result of this write");
            case TOO_LARGE -> fail(request, Failure.Kind.TOO_LARGE, Results.message(response.payload()));
            case WRONG_TYPE -> fail(request, Failure.Kind.WRONG_TYPE, Results.message(response.payload()));
            case BAD_REQUEST -> fail(request, Failure.Kind.BAD_REQUEST, Results.message(response.payload()));
            default -> throw new CorruptFrameException("an answer of unknown status " + status);
        }
    }

    private void redirected(Request request, NodeId from) {
        ClusterConfig config = follower.config();
        if (config != null && !from.equals(config.partition(request.partition).primary())) {
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
            sessions.sizeFor(config.partitionCount());
            listener.configChanged(config);
            rerouteAfter(config);
            scheduleUpkeep();
        }
    }

    /** Sends on, at once, what waits for a config or for nodes that are no longer in charge. */
    private void rerouteAfter(ClusterConfig config) {
        for (Request request : new ArrayList<>(inFlight.values())) {
            if (request.hasEnded() || request.phase == Phase.QUEUED) {
                continue;
            }
            NodeId target = request.target;
            if (target == null || !isFitting(target, request, config)) {
                route(request);
            }
        }
    }

    private boolean isFitting(NodeId target, Request request, ClusterConfig config) {
        if (request.kind == Kind.PROPOSE) {
            return links.isUp(target);
        }
        PartitionReplicas replicas = config.partition(request.partition);
        return target.equals(replicas.primary())
                || (request.kind == Kind.READ && settings.readsFromReplicas() && replicas.lists(target));
    }

    // ---- connections

    /** A connection to {@code node} at {@code address} is there. */
    public void connected(NodeId node, NodeAddress address) {
        if (closed || !links.connected(node, address)) {
            return;
        }
        port.send(node, follower.pull());
        for (Request request : new ArrayList<>(inFlight.values())) {
            if (request.phase == Phase.CONNECTING && (request.target == null || request.target.equals(node))) {
                route(request);
            }
        }
    }

    /** The attempt to connect to {@code address} came to nothing. */
    public void connectFailed(NodeAddress address, String reason) {
        links.failed(address, reason);
        scheduleUpkeep();
    }

    /** The connection to {@code node} has ended, and what was sent over it may be lost. */
    public void disconnected(NodeId node, String reason) {
        if (closed) {
            return;
        }
        links.disconnected(node, reason);
        for (Request request : new ArrayList<>(inFlight.values())) {
            if (request.phase == Phase.SENT && node.equals(request.target)) {
                route(request);
            }
        }
        keepUp();
    }

    private void pullConfig(@Nullable NodeId except) {
        NodeId node = links.anyUp(except);
        if (node != null) {
            port.send(node, follower.pull());
        }
    }

    private void keepUp() {
        upkeep = null;
        if (closed) {
            return;
        }
        links.connectMore();
        for (Request request : inFlight.values()) {
            NodeId target = request.target;
            if (request.phase == Phase.CONNECTING && target != null) {
                links.want(target);
            }
        }
        scheduleUpkeep();
    }

    private void scheduleUpkeep() {
        if (upkeep != null || closed) {
            return;
        }
        boolean waiting = follower.config() == null;
        for (Request request : inFlight.values()) {
            if (request.phase == Phase.CONNECTING) {
                waiting = true;
                break;
            }
        }
        if (waiting) {
            upkeep = port.schedule(UPKEEP_NANOS, this::keepUp);
        } else if (links.wantsMore()) {
            upkeep = port.schedule(IDLE_UPKEEP_NANOS, this::keepUp);
        }
    }

    // ---- time

    private void armTimer(long atNanos, long nowNanos) {
        if (timer != null) {
            timer.cancel();
        }
        timerNanos = atNanos;
        timer = port.schedule(Math.max(0, atNanos - nowNanos), this::timerFired);
    }

    private void timerFired() {
        timer = null;
        if (closed) {
            return;
        }
        long now = port.clock().nowNanos();
        timers.advance(now, this::due);
        if (timer == null && !timers.isEmpty()) {
            armTimer(timers.nextNanos(), now);
        }
    }

    /** Ends all requests and takes no more. */
    public void close() {
        closed = true;
        for (Request request : new ArrayList<>(inFlight.values())) {
            if (!request.hasEnded()) {
                fail(request, Failure.Kind.CLOSED, "this client was closed while an operation was under way");
            }
        }
        for (NodeId node : links.allUp()) {
            port.disconnect(node);
        }
    }
}
