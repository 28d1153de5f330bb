package io.kith.node.door;

import io.kith.collections.Kinds;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.OperationCheck;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.collections.wire.Results;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigMessage;
import io.kith.config.SettingKeys;
import io.kith.membership.Heartbeat;
import io.kith.membership.HeartbeatAnswer;
import io.kith.membership.LinkSurvey;
import io.kith.membership.MembershipMessage;
import io.kith.node.core.Loop;
import io.kith.node.core.NodeCore;
import io.kith.replication.host.Responder;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.Relayed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves clients: a message, the link it came by and whom it is for go in; requests go to the loop of their partition, and
 * answers leave by the link. What a client may not send is refused here, and nowhere else.
 */
public final class ClientDoor {
    private static final byte[] NOTHING = new byte[0];

    private final NodeCore core;
    private final PostedRequests posted;
    private final ConfigPublisher publisher;
    private final int valueLimitBytes;
    private final OperationCheck[] checks;

    /**
     * The door to {@code core}.
     *
     * @param clients who is told of new configs; those behind relays are not among them
     * @param heapBytes what the process has for everything
     * @param valueLimitBytes the largest key or value taken, whatever the cluster's settings say
     */
    public ClientDoor(
            NodeCore core,
            Loop controlLoop,
            List<? extends Loop> dataLoops,
            ClientConnections clients,
            long heapBytes,
            int valueLimitBytes) {
        this.core = core;
        this.posted = new PostedRequests(dataLoops, heapBytes);
        this.publisher = new ConfigPublisher(clients, controlLoop, core.control());
        this.valueLimitBytes = valueLimitBytes;
        this.checks = new OperationCheck[dataLoops.size() + 1];
        Arrays.setAll(checks, unused -> new OperationCheck(Kinds.all()));
    }

    // ---- what the node tells its clients

    /** The config the node holds, or null before the first; any loop may ask. */
    public @Nullable ClusterConfig config() {
        return publisher.current();
    }

    /** The node holds {@code next} now; called on the control loop. */
    public void configChanged(@Nullable ClusterConfig previous, ClusterConfig next, List<Change> changes) {
        publisher.configChanged(previous, next, changes);
    }

    /** The node suspects {@code peer}, or no longer; called on the control loop. */
    public void suspicion(NodeId peer, boolean suspected) {
        publisher.suspicion(peer, suspected);
    }

    // ---- what clients say

    /**
     * Takes what a client said on {@code link} for {@code principal}; called on loop {@code loop}: a data loop, or the
     * control loop if that is their number.
     *
     * @throws CorruptFrameException if a client may not send it
     */
    public void received(ClientLink link, Principal principal, int loop, Message message) {
        // Comparisons of classes, before anything else: nearly all that clients say is one of these two.
        boolean heard;
        if (message instanceof ClientMessage.Read read) {
            heard = read(link, loop, read);
        } else if (message instanceof ClientMessage.Write write) {
            heard = write(link, loop, write);
        } else if (message instanceof ClientMessage request) {
            heard = request(link, loop, request);
        } else if (message instanceof MembershipMessage membership) {
            heard = membership(link, membership);
        } else if (message instanceof ConfigMessage config) {
            heard = config(link, config);
        } else {
            heard = message instanceof Relayed relayed && relay(link, principal, loop, relayed);
        }
        if (!heard) {
            throw new CorruptFrameException(
                    "a client may not send a " + message.getClass().getSimpleName());
        }
    }

    private boolean request(ClientLink link, int loop, ClientMessage request) {
        return switch (request.kind()) {
            case READ -> read(link, loop, (ClientMessage.Read) request);
            case WRITE -> write(link, loop, (ClientMessage.Write) request);
            case OPEN_SESSION -> openSession(link, loop, (ClientMessage.OpenSession) request);
            case RESPONSE -> false;
        };
    }

    private boolean read(ClientLink link, int loop, ClientMessage.Read read) {
        Responder responder = WayBack.to(link, read.correlation());
        if (takes(loop, read.operation(), true, responder)) {
            serve(link, loop, read, read.partition(), read.configId(), responder);
        }
        return true;
    }

    private boolean write(ClientLink link, int loop, ClientMessage.Write write) {
        Responder responder = WayBack.to(link, write.correlation());
        if (isSession(write.session(), responder) && takes(loop, write.operation(), false, responder)) {
            serve(link, loop, write, write.partition(), write.configId(), responder);
        }
        return true;
    }

    private boolean openSession(ClientLink link, int loop, ClientMessage.OpenSession open) {
        Responder responder = WayBack.to(link, open.correlation());
        if (isSession(open.session(), responder)) {
            serve(link, loop, open, open.partition(), open.configId(), responder);
        }
        return true;
    }

    /** Clients measure links and ask for measurements; who lives is for nodes to find out. */
    private boolean membership(ClientLink link, MembershipMessage message) {
        return switch (message.kind()) {
            case HEARTBEAT -> heartbeat(link, (Heartbeat) message);
            case PULL_LINKS -> surveyLinks(link);
            case HEARTBEAT_ANSWER,
                    PROBE_REQUEST,
                    PROBE,
                    PROBE_ACK,
                    PROBE_ANSWER,
                    ACCUSATION,
                    REFUTATION,
                    LINK_GOSSIP,
                    LINK_SURVEY -> false;
        };
    }

    private boolean heartbeat(ClientLink link, Heartbeat heartbeat) {
        publisher.clientHolds(link, heartbeat.configId());
        link.send(answerTo(heartbeat));
        return true;
    }

    private boolean surveyLinks(ClientLink link) {
        core.surveyLinks(reports -> link.send(new LinkSurvey(reports)));
        return true;
    }

    /** Clients follow the config and ask for changes; to agree on them is for nodes. */
    private boolean config(ClientLink link, ConfigMessage message) {
        return switch (message.kind()) {
            case PULL_CONFIG -> pullConfig(link, (ConfigMessage.PullConfig) message);
            case PROPOSE_CHANGE, FORCE_CONFIG -> passToControl(link, message);
            case PREPARE,
                    PROMISE,
                    ACCEPT,
                    ACCEPTED,
                    OUTBID,
                    OBJECTION,
                    WISHES,
                    FULL_CONFIG,
                    CONFIG_STEPS,
                    SPREAD,
                    HOLDS_CONFIG,
                    JOIN_REQUEST,
                    JOIN_DELAYED,
                    PROPOSE_ANSWER,
                    SUSPICION -> false;
        };
    }

    private boolean pullConfig(ClientLink link, ConfigMessage.PullConfig pull) {
        publisher.pulled(link, pull);
        return true;
    }

    private boolean passToControl(ClientLink link, ConfigMessage message) {
        core.handle(link.client(), message);
        return true;
    }

    /** Passes on what a client says to another node, and tells that one for whom. */
    private boolean relay(ClientLink link, Principal principal, int loop, Relayed relayed) {
        if (!mayBeRelayed(relayed.message())) {
            throw new CorruptFrameException(
                    "a client may not have a " + relayed.message().getClass().getSimpleName() + " relayed");
        }
        core.passOn(loop, link.client(), relayed.by(principal.written()));
        return true;
    }

    /** Whether {@code message} is one that clients send to nodes over others. */
    static boolean mayBeRelayed(Message message) {
        if (message instanceof ClientMessage request) {
            return switch (request.kind()) {
                case READ, WRITE, OPEN_SESSION -> true;
                case RESPONSE -> false;
            };
        }
        return message instanceof Heartbeat;
    }

    /** A client asks how good the link is and how busy the node. */
    private HeartbeatAnswer answerTo(Heartbeat heartbeat) {
        ClusterConfig config = publisher.current();
        return new HeartbeatAnswer(
                heartbeat.sequence(),
                heartbeat.sentNanos(),
                heartbeat.configId(),
                config == null ? 0 : config.configId(),
                0,
                core.queueHint(),
                0);
    }

    /** Whether {@code session} can be a client's: without one, primaries write for themselves. Answers it if not. */
    private static boolean isSession(NodeId session, Responder responder) {
        if (session.equals(LogCommand.NO_SESSION)) {
            responder.respond(ResponseStatus.BAD_REQUEST, text("a session's id is not zero"));
            return false;
        }
        return true;
    }

    /** Whether a client may send {@code operation} so; answers it if not. */
    private boolean takes(int loop, byte[] operation, boolean asRead, Responder responder) {
        ResponseValue refusal =
                checks[loop].check(operation, asRead, Math.min(valueLimitBytes, publisher.valueLimitBytes()));
        if (refusal == null) {
            if (!PartitionOperations.opensSession(operation)) {
                return true;
            }
            responder.respond(ResponseStatus.BAD_REQUEST, text("a session is opened by a request of its own"));
            return false;
        }
        String message = Results.message(refusal.payload());
        if (refusal.status() == ResponseStatus.TOO_LARGE) {
            message += "; split the value, or raise the setting " + SettingKeys.VALUE_LIMIT_BYTES.name()
                    + " and the nodes' --value-limit";
        }
        responder.respond(refusal.status(), text(message));
        return false;
    }

    private void serve(
            ClientLink link, int loop, ClientMessage request, int partition, long configId, Responder responder) {
        publisher.clientHolds(link, configId);
        int shard = core.shardOf(partition);
        if (shard == loop) {
            core.serve(request, responder);
        } else if (!posted.post(shard, request.weightBytes(), () -> core.serve(request, responder))) {
            responder.respond(ResponseStatus.RETRY, NOTHING);
        }
    }

    private static byte[] text(String message) {
        return message.getBytes(StandardCharsets.UTF_8);
    }
}
