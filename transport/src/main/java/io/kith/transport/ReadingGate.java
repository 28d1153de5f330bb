package io.kith.transport;

import io.netty.channel.Channel;

/** Whether a connection is read from: as long as nothing speaks against it. Belongs to its loop. */
final class ReadingGate {
    private final Channel channel;
    private boolean closedByOwner;
    private boolean closedByBacklog;
    private boolean closedForRoom;

    ReadingGate(Channel channel) {
        this.channel = channel;
    }

    /** Its owner wants nothing for now. */
    void byOwner(boolean closed) {
        closedByOwner = closed;
        update();
    }

    /** What was sent is not taken: nothing more may be asked until it is. */
    void byBacklog(boolean closed) {
        closedByBacklog = closed;
        update();
    }

    /** A frame that has begun to arrive waits for room. */
    void forRoom(boolean closed) {
        closedForRoom = closed;
        update();
    }

    private void update() {
        channel.config().setAutoRead(!closedByOwner && !closedByBacklog && !closedForRoom);
    }
}
