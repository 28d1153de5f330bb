package io.kith.client.routing;

import io.kith.client.routing.Request.Kind;
import io.kith.collections.wire.ClientMessage;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigMessage;
import io.kith.membership.HeartbeatAnswer;
import io.kith.membership.LinkReport;
import io.kith.membership.LinkSurvey;
import io.kith.membership.MembershipMessage;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.Relayed;
import java.util.Collection;
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
    private final ClientPort port;
    private final RouterListener listener;
    private final LinkTable links;
    private final LinkMonitor monitor;
    private final NodeId self;
    private final FollowedConfig configs;

    private final SessionBook book;
    private final RequestFlow requests;
    private final Answers answers;
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
        this.listener = listener;
        this.self = session;
        this.links = new LinkTable(port, seeds);
        this.monitor = new LinkMonitor(session, port, links, this::configId, this::lost, this::found);
        this.configs = new FollowedConfig(port, monitor);
        this.book = new SessionBook(session, settings.maxOpenPerPartition());
        this.requests = new RequestFlow(port, settings, links, monitor, configs, book);
        this.answers = new Answers(requests, requests.sessions(), requests.openings(), configs::config, port.clock());
    }

    /** Begins to look for nodes. */
    public void start() {
        requests.upkeep().run();
        monitor.start();
    }

    private long configId() {
        return configs.configId();
    }

    /** Tells {@code then}, once, what nodes and this client measured of their links. */
    public void surveyLinks(Consumer<List<LinkReport>> then) {
        monitor.survey(then);
        requests.upkeep().runToAsk();
    }

    /** The newest config known; null before the first. */
    public @Nullable ClusterConfig config() {
        return configs.config();
    }

    /** How many requests have not ended yet. */
    public int inFlight() {
        return requests.count();
    }

    /** Whether an answer may come for which somebody waits, or whose coming is measured. */
    public boolean awaitsAnswers() {
        return requests.count() > 0 || monitor.awaitsAnswers();
    }

    /** Whether the cluster is gone, and another one is where it was. */
    public boolean isReplaced() {
        return links.replacement(monitor::answersDirectly) != null;
    }

    /** What became of the attempts to connect, for people. */
    public String connectionProblems() {
        return links.problems();
    }

    /** Takes a request on; it ends by one of its callbacks. */
    public void submit(Request request) {
        requests.submit(request);
    }

    /**
     * Gives a request up without calling it back. If it is a write that was sent, it may be applied all the same.
     *
     * @return whether it had not ended yet
     */
    public boolean cancel(Request request) {
        return requests.cancel(request);
    }

    /**
     * Ends the wait of a write that waits at the primary. The request is called back in any case: with what it has got by
     * then, or a payload of one zero byte, which says that it had no effect.
     */
    public void withdraw(Request request) {
        requests.withdraw(request);
    }

    // ---- what comes in

    /** Takes a message of a connected node. */
    public void received(NodeId from, Message message) {
        if (closed) {
            return;
        }
        // A comparison of classes, before anything else: nearly all that nodes say is an answer.
        if (message instanceof ClientMessage.Response response) {
            monitor.heard(from);
            answered(from, response);
        } else if (message instanceof MembershipMessage membership) {
            heard(from, membership);
        } else if (message instanceof ConfigMessage config) {
            heard(from, config);
        } else if (message instanceof Relayed relayed && relayed.destination().equals(self)) {
            receivedOverRelay(from, relayed.origin(), relayed.message());
        }
    }

    private void receivedOverRelay(NodeId relay, NodeId origin, Message message) {
        monitor.receivedOverRelay(relay, origin);
        if (message instanceof ClientMessage.Response response) {
            answered(origin, response);
        }
    }

    private void lost(NodeId node) {
        requests.pathLost(node);
    }

    private void found(NodeId node) {
        requests.connected(node);
    }

    private void answered(NodeId from, ClientMessage.Response response) {
        Request request = requests.byCorrelation(response.correlation());
        if (request != null) {
            answers.answered(request, from, response);
        }
    }

    /** Nodes tell clients about links only; false says that it is for nodes and means nothing here. */
    private boolean heard(NodeId from, MembershipMessage message) {
        return switch (message.kind()) {
            case HEARTBEAT_ANSWER -> measured(from, (HeartbeatAnswer) message);
            case LINK_SURVEY -> surveyed((LinkSurvey) message);
            case HEARTBEAT,
                    PROBE_REQUEST,
                    PROBE,
                    PROBE_ACK,
                    PROBE_ANSWER,
                    ACCUSATION,
                    REFUTATION,
                    LINK_GOSSIP,
                    PULL_LINKS -> false;
        };
    }

    private boolean measured(NodeId from, HeartbeatAnswer answer) {
        monitor.received(from, answer);
        links.toldOfConfig(from, answer.answererConfigId());
        configs.heardOf(from, answer.answererConfigId());
        return true;
    }

    private boolean surveyed(LinkSurvey survey) {
        monitor.received(survey);
        return true;
    }

    /** What became of the config; false says that it is for nodes and means nothing here. */
    private boolean heard(NodeId from, ConfigMessage message) {
        return switch (message.kind()) {
            case FULL_CONFIG, CONFIG_STEPS -> update(from, (ConfigMessage.ConfigUpdate) message);
            case SUSPICION -> suspicion((ConfigMessage.Suspicion) message);
            case PROPOSE_ANSWER -> proposed((ConfigMessage.ProposeAnswer) message);
            case PREPARE,
                    PROMISE,
                    ACCEPT,
                    ACCEPTED,
                    OUTBID,
                    OBJECTION,
                    WISHES,
                    SPREAD,
                    PULL_CONFIG,
                    HOLDS_CONFIG,
                    JOIN_REQUEST,
                    JOIN_DELAYED,
                    PROPOSE_CHANGE,
                    FORCE_CONFIG -> false;
        };
    }

    private boolean suspicion(ConfigMessage.Suspicion suspicion) {
        listener.suspicion(suspicion);
        return true;
    }

    private boolean proposed(ConfigMessage.ProposeAnswer answer) {
        Request request = requests.byCorrelation(answer.correlation());
        if (request != null && request.kind == Kind.PROPOSE) {
            answers.proposed(request, answer);
        }
        return true;
    }

    private boolean update(NodeId from, ConfigMessage.ConfigUpdate update) {
        String other = configs.otherCluster(update);
        if (other != null) {
            links.isStranger(from, other);
            disconnected(from, other, false);
            return true;
        }
        ClusterConfig config = configs.update(from, update);
        if (config != null) {
            links.learn(config);
            monitor.configChanged(config);
            book.sizeFor(config.partitionCount());
            listener.configChanged(config);
            requests.rerouteAfter(config);
            requests.upkeep().schedule();
        }
        return true;
    }

    // ---- connections

    /** A connection to {@code node} at {@code address} is there. */
    public void connected(NodeId node, NodeAddress address) {
        if (closed || !links.connected(node, address)) {
            return;
        }
        monitor.connected(node);
        configs.ask(node);
        requests.connected(node);
    }

    /** The attempt to connect to {@code address} came to nothing. */
    public void connectFailed(NodeAddress address, String reason) {
        links.failed(address, reason);
        requests.upkeep().schedule();
    }

    /** The connection to {@code node} has ended, and what was sent over it may be lost; {@code crowdedOut}: it was idle, others wanted in. */
    public void disconnected(NodeId node, String reason, boolean crowdedOut) {
        if (closed) {
            return;
        }
        links.disconnected(node, reason, crowdedOut);
        requests.disconnected(node);
        requests.upkeep().run();
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
        if (requests.isClosing()) {
            done.run();
            return;
        }
        requests.endAll();
        requests.sessions().closeAll(port.clock().nowNanos() + patienceNanos, () -> {
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
        requests.close();
        monitor.stop();
        for (NodeId node : links.allUp()) {
            port.disconnect(node);
        }
    }
}
