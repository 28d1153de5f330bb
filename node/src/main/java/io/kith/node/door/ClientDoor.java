package io.kith.node.door;

import io.kith.collections.Kinds;
import io.kith.collections.kind.LogCommand;
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
import io.kith.membership.PullLinks;
import io.kith.node.core.Loop;
import io.kith.node.core.NodeCore;
import io.kith.replication.host.Responder;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.FrameTooLargeException;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.Relayed;
import java.nio.charset.StandardCharsets;
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

    /**
     * The door to {@code core}.
     *
     * @param clients who is told of new configs; those behind relays are not among them
     * @param valueLimitBytes the largest key or value taken, whatever the cluster's settings say
     */
    public ClientDoor(
            NodeCore core,
            Loop controlLoop,
            List<? extends Loop> dataLoops,
            ClientConnections clients,
            int valueLimitBytes) {
        this.core = core;
        this.posted = new PostedRequests(dataLoops);
        this.publisher = new ConfigPublisher(clients, controlLoop, core.control());
        this.valueLimitBytes = valueLimitBytes;
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
        if (message instanceof ClientMessage.Read read) {
            Responder responder = responder(link, read.correlation());
            if (takes(read.operation(), true, responder)) {
                serve(link, loop, read, read.partition(), read.configId(), responder);
            }
        } else if (message instanceof ClientMessage.Write write) {
            Responder responder = responder(link, write.correlation());
            if (isSession(write.session(), responder) && takes(write.operation(), false, responder)) {
                serve(link, loop, write, write.partition(), write.configId(), responder);
            }
        } else if (message instanceof ClientMessage.OpenSession open) {
            Responder responder = responder(link, open.correlation());
            if (isSession(open.session(), responder)) {
                serve(link, loop, open, open.partition(), open.configId(), responder);
            }
        } else if (message instanceof ConfigMessage.PullConfig pull) {
            publisher.pulled(link, pull);
        } else if (message instanceof Heartbeat heartbeat) {
            publisher.clientHolds(link, heartbeat.configId());
            link.send(answerTo(heartbeat));
        } else if (message instanceof PullLinks) {
            core.surveyLinks(reports -> link.send(new LinkSurvey(reports)));
        } else if (message instanceof ConfigMessage.ProposeChange || message instanceof ConfigMessage.ForceConfig) {
            core.handle(link.client(), message);
        } else if (message instanceof Relayed relayed) {
            relay(link, principal, loop, relayed);
        } else {
            throw new CorruptFrameException(
                    "a client may not send a " + message.getClass().getSimpleName());
        }
    }

    /** Passes on what a client says to another node, and tells that one for whom. */
    private void relay(ClientLink link, Principal principal, int loop, Relayed relayed) {
        if (!mayBeRelayed(relayed.message())) {
            throw new CorruptFrameException(
                    "a client may not have a " + relayed.message().getClass().getSimpleName() + " relayed");
        }
        core.passOn(loop, link.client(), relayed.by(principal.written()));
    }

    /** Whether {@code message} is one that clients send to nodes over others. */
    static boolean mayBeRelayed(Message message) {
        return message instanceof Heartbeat
                || message instanceof ClientMessage.Read
                || message instanceof ClientMessage.Write
                || message instanceof ClientMessage.OpenSession;
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
    private boolean takes(byte[] operation, boolean asRead, Responder responder) {
        ResponseValue refusal =
                Kinds.all().check(operation, asRead, Math.min(valueLimitBytes, publisher.valueLimitBytes()));
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

    private static Responder responder(ClientLink link, long correlation) {
        return (status, payload) -> {
            try {
                link.send(new ClientMessage.Response(correlation, status, payload));
            } catch (FrameTooLargeException e) {
                link.send(new ClientMessage.Response(
                        correlation,
                        ResponseStatus.TOO_LARGE,
                        text("the answer does not fit into a frame: " + e.getMessage())));
            }
        };
    }

    private static byte[] text(String message) {
        return message.getBytes(StandardCharsets.UTF_8);
    }
}
