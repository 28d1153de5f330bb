package io.kith.transport;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fields that a message got in a later version of its family: behind all others, each with a tag, its length and its
 * bytes, so that who does not know it passes over it. A message without them ends where its first version did. Fields
 * within lists cannot come later; the message that holds the list gets one more field, a list of the same length.
 */
public final class LaterFields {
    /** The most such fields that a message may have. */
    public static final int MAX_FIELDS = 32;

    /** The most bytes that they may have together. */
    public static final int MAX_BYTES = 64 << 10;

    private final SortedMap<Integer, byte[]> byTag;

    private LaterFields(SortedMap<Integer, byte[]> byTag) {
        this.byTag = byTag;
    }

    /** What the field {@code tag} holds; null if the sender did not write it. */
    public @Nullable WireInput get(int tag) {
        byte[] bytes = byTag.get(tag);
        return bytes == null ? null : WireInput.of(bytes);
    }

    /**
     * Reads all that is left of {@code in}.
     *
     * @throws CorruptFrameException if that is not such fields in the order of their tags, or too many
     */
    static LaterFields read(WireInput in) {
        if (in.remaining() > MAX_BYTES) {
            throw new CorruptFrameException(in.remaining() + " bytes of later fields; at most " + MAX_BYTES);
        }
        SortedMap<Integer, byte[]> byTag = new TreeMap<>();
        int last = 0;
        while (in.remaining() > 0) {
            int tag = in.readVarInt(Integer.MAX_VALUE);
            if (tag <= last || byTag.size() >= MAX_FIELDS) {
                throw new CorruptFrameException("the later field " + tag + " after " + last + ", one of more than "
                        + byTag.size() + ", is out of order or one too many");
            }
            byTag.put(tag, in.readBytes());
            last = tag;
        }
        return new LaterFields(byTag);
    }
}
