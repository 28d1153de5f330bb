package io.kith.client.routing;

import io.kith.collections.wire.ClientMessage;
import io.kith.config.ConfigMessage;
import io.kith.transport.Message;
import java.util.Objects;

/** What a request looks like on the wire. */
final class RequestMessages {
    private final SessionBook sessions;

    RequestMessages(SessionBook sessions) {
        this.sessions = sessions;
    }

    /** The message that asks for {@code request}, by a client that holds that config. */
    Message of(Request request, long configId) {
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
}
