package io.kith.cluster.simulation;

import io.kith.transport.Message;

/** How messages become bytes and back; the production codecs. */
public interface MessageBytes {

    /** The message's bytes, without frame. */
    byte[] write(Message message);

    /** The message that {@code bytes} are. */
    Message read(byte[] bytes);
}
