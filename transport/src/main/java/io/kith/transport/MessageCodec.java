package io.kith.transport;

/**
 * The wire form of one module's messages.
 *
 * @param <M> the module's sealed message type
 */
public interface MessageCodec<M extends Message> {

    /** The module's sealed message type. */
    Class<M> messageType();

    /** The first byte of each of the module's messages; unique among the codecs of a process, 1 to 127. */
    int family();

    /** Writes {@code message}, without the family byte. */
    void write(M message, WireOutput out);

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws CorruptFrameException if the bytes are no such message
     */
    M read(WireInput in);
}
