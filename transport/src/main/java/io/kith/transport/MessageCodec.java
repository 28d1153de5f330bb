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

    /**
     * The version of the family that this codec writes and reads, from 1; it rises with each kind of message and each
     * field that is added. See {@link FamilyVersions} and {@link LaterFields}.
     */
    int version();

    /** Writes {@code message}, without the family byte. */
    void write(M message, WireOutput out);

    /**
     * Reads what {@link #write} wrote. Later fields that it does not know are passed over by who calls it.
     *
     * @throws CorruptFrameException if the bytes are no such message
     */
    M read(WireInput in);
}
