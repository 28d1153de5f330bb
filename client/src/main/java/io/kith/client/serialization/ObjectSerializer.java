package io.kith.client.serialization;

/**
 * Writes and reads the objects for which there is no canonical encoding. Kryo does it unless the user brings a
 * serializer of his own. Implementations are used by many threads at once.
 *
 * <p>Keys are found by their bytes: objects that are used as keys, or as elements of sets, must be written to the same bytes
 * whenever they are equal. Nobody tries whether they are.
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
