package io.kith.node;

import io.kith.collections.Kinds;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.collections.wire.Results;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigMessage;
import io.kith.config.SettingKeys;
import io.kith.membership.Heartbeat;
import io.kith.membership.HeartbeatAnswer;
import io.kith.membership.LinkSurvey;
import io.kith.membership.PullLinks;
import io.kith.replication.host.Responder;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.FrameTooLargeException;
import io.kith.transport.Message;
import io.kith.transport.Relayed;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Serves clients: requests go to the loop of their partition, answers go back from there. */
final class ClientRequests {
    private final NodeCore core;
    private final List<NettyLoop> dataLoops;
    private final ConfigPublisher publisher;
    private final int valueLimitBytes;

    ClientRequests(NodeCore core, List<NettyLoop> dataLoops, ConfigPublisher publisher, int valueLimitBytes) {
        this.core = core;
        this.dataLoops = dataLoops;
        this.publisher = publisher;
        this.valueLimitBytes = valueLimitBytes;
    }

    /**
     * Takes a message of a client that is connected here; called on data loop {@code loop}.
     *
     * @throws CorruptFrameException if a client may not send it
     */
    void received(ClientLink link, int loop, Message message) {
        if (message instanceof Relayed relayed) {
            if (!isOfClients(relayed.message())) {
                throw new CorruptFrameException("a client may not have a "
                        + relayed.message().getClass().getSimpleName() + " relayed");
            }
            core.handleRelayed(loop, link.client(), relayed);
        } else {
            received(link, message);
        }
    }

    /** Whether {@code message} is one that clients send to nodes over others. */
    static boolean isOfClients(Message message) {
        return message instanceof Heartbeat
                || message instanceof ClientMessage.Read
                || message instanceof ClientMessage.Write
                || message instanceof ClientMessage.OpenSession;
    }

    /** Takes a message of a client, whichever way it came. */
    void received(ClientLink link, Message message) {
        if (message instanceof ClientMessage.Read read) {
            Responder responder = responder(link, read.correlation());
            if (takes(read.operation(), true, responder)) {
                serve(link, read, read.partition(), read.configId(), responder);
            }
        } else if (message instanceof ClientMessage.Write write) {
            Responder responder = responder(link, write.correlation());
            if (takes(write.operation(), false, responder)) {
                serve(link, write, write.partition(), write.configId(), responder);
            }
        } else if (message instanceof ClientMessage.OpenSession open) {
            serve(link, open, open.partition(), open.configId(), responder(link, open.correlation()));
        } else if (message instanceof ConfigMessage.PullConfig pull) {
            publisher.pulled(link, pull);
        } else if (message instanceof Heartbeat heartbeat) {
            publisher.clientHolds(link, heartbeat.configId());
            link.send(answerTo(heartbeat));
        } else if (message instanceof PullLinks) {
            core.surveyLinks(reports -> link.send(new LinkSurvey(reports)));
        } else if (message instanceof ConfigMessage.ProposeChange || message instanceof ConfigMessage.ForceConfig) {
            core.handle(link.client(), message);
        } else {
            throw new CorruptFrameException(
                    "a client may not send a " + message.getClass().getSimpleName());
        }
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

    /** Whether a client may send {@code operation} so; answers it if not. */
    private boolean takes(byte[] operation, boolean asRead, Responder responder) {
        ResponseValue refusal =
                Kinds.all().check(operation, asRead, Math.min(valueLimitBytes, publisher.valueLimitBytes()));
        if (refusal == null) {
            return true;
        }
        String message = Results.message(refusal.payload());
        if (refusal.status() == ResponseStatus.TOO_LARGE) {
            message += "; split the value, or raise the setting " + SettingKeys.VALUE_LIMIT_BYTES.name()
                    + " and the nodes' --value-limit";
        }
        responder.respond(refusal.status(), text(message));
        return false;
    }

    private void serve(ClientLink link, ClientMessage request, int partition, long configId, Responder responder) {
        publisher.clientHolds(link, configId);
        NettyLoop loop = dataLoops.get(core.shardOf(partition));
        if (loop.eventLoop().inEventLoop()) {
            core.serve(request, responder);
        } else {
            loop.post(() -> core.serve(request, responder));
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
