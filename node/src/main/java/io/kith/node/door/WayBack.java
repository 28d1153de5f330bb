package io.kith.node.door;

import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.replication.host.Responder;
import io.kith.transport.FrameTooLargeException;
import io.kith.transport.Room;

/**
 * The way of an answer to the client that asked.
 *
 * @param correlation the client's number for what it asked
 */
record WayBack(ClientLink link, long correlation) implements Responder {
    /** Answers up to this go out in any case: who piles them up is cut off in the end. */
    private static final int SMALL_ANSWER_BYTES = 4 << 10;

    private static final byte[] NOTHING = {};

    /** The way back on {@code link}; the answer gives the room back that the request takes, if it takes any. */
    static Responder to(ClientLink link, long correlation) {
        WayBack back = new WayBack(link, correlation);
        Room room = link.takeRoom();
        return room == null ? back : new WithRoom(back, room);
    }

    private record WithRoom(WayBack back, Room room) implements Responder {
        @Override
        public void respond(ResponseStatus status, byte[] payload) {
            room.release();
            back.respond(status, payload);
        }

        @Override
        public Object asker() {
            return back.asker();
        }

        @Override
        public Object question() {
            return back;
        }

        @Override
        public boolean isAwaited() {
            return back.isAwaited();
        }

        @Override
        public void drop() {
            room.release();
        }
    }

    @Override
    public void respond(ResponseStatus status, byte[] payload) {
        if (payload.length > SMALL_ANSWER_BYTES && !link.hasRoomFor(payload.length)) {
            // A read is done again, and the result of a write is kept until its client has seen it.
            link.send(new ClientMessage.Response(correlation, ResponseStatus.RETRY, NOTHING));
            return;
        }
        try {
            link.send(new ClientMessage.Response(correlation, status, payload));
        } catch (FrameTooLargeException e) {
            byte[] text = Results.ofMessage("the answer does not fit into a frame: " + e.getMessage());
            link.send(new ClientMessage.Response(correlation, ResponseStatus.TOO_LARGE, text));
        }
    }

    @Override
    public Object asker() {
        return link;
    }

    @Override
    public boolean isAwaited() {
        return !link.isGone();
    }
}
