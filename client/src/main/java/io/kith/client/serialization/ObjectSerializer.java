package io.kith.client.serialization;

/**
 * Writes and reads the objects for which there is no canonical encoding. Kryo does it unless the user brings a
 * serializer of his own. Implementations are used by many threads at once.
 *
 * <p>Keys and values are compared by their bytes: objects that are used as keys, or as the expected value of a
 * conditional operation, must be written to the same bytes whenever they are equal.
 */
public interface ObjectSerializer {

    /**
     * Writes {@code value}.
     *
     * @throws SerializationException if it cannot be written
     */
    byte[] serialize(Object value);

    /**
     * Reads what {@link #serialize} wrote.
     *
     * @throws SerializationException if it cannot be read
     */
    Object deserialize(byte[] bytes);
}
