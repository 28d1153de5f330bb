package io.kith.transport;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The codecs of one process, found by the family byte when reading and by the message's class when writing. */
public final class MessageCodecs {
    private static final int MAX_FAMILY = 127;

    private final MessageCodec<?>[] byFamily = new MessageCodec<?>[MAX_FAMILY + 1];
    private final FamilyVersions versions;
    private final ClassValue<MessageCodec<?>> byClass = new ClassValue<>() {
        @Override
        protected MessageCodec<?> computeValue(Class<?> type) {
            return search(type);
        }
    };

    private MessageCodecs(List<MessageCodec<?>> codecs) {
        register(new HandshakeCodec());
        register(new RelayedCodec(this));
        codecs.forEach(this::register);
        SortedMap<Integer, Integer> spoken = new TreeMap<>();
        for (MessageCodec<?> codec : byFamily) {
            if (codec != null) {
                spoken.put(codec.family(), codec.version());
            }
        }
        versions = FamilyVersions.of(spoken);
    }

    /**
     * A registry of {@code codecs}; the handshake's own and that of relayed messages are added to them.
     *
     * @throws IllegalArgumentException if two codecs have one family or one of them a family out of range
     */
    public static MessageCodecs of(MessageCodec<?>... codecs) {
        return new MessageCodecs(List.of(codecs));
    }

    private void register(MessageCodec<?> codec) {
        int family = codec.family();
        if (family < 1 || family > MAX_FAMILY) {
            throw new IllegalArgumentException("a message family is 1 to " + MAX_FAMILY + ", not " + family);
        }
        MessageCodec<?> other = byFamily[family];
        if (other != null) {
            throw new IllegalArgumentException(codec.messageType().getSimpleName() + " and "
                    + other.messageType().getSimpleName() + " both claim message family " + family);
        }
        byFamily[family] = codec;
    }

    /**
     * Writes the family byte and {@code message}.
     *
     * @throws IllegalArgumentException if no codec is registered for it
     */
    public void write(Message message, WireOutput out) {
        write(byClass.get(message.getClass()), message, out);
    }

    private static <M extends Message> void write(MessageCodec<M> codec, Message message, WireOutput out) {
        out.writeByte(codec.family());
        codec.write(codec.messageType().cast(message), out);
    }

    /** The versions of families that these codecs speak. */
    public FamilyVersions versions() {
        return versions;
    }

    /**
     * Reads one message of a process that speaks what this one does, up to the end of the input.
     *
     * @throws CorruptFrameException if the family or kind is unknown, the message is malformed, or bytes are left over
     */
    public Message read(WireInput in) {
        Message message = readOrSkip(in);
        if (message == LaterMessage.SKIPPED) {
            throw new CorruptFrameException("a message of a later version");
        }
        return message;
    }

    /**
     * Reads one message up to the end of the input. From a sender that speaks a later version of the message's family
     * ({@link WireInput#sender}) later fields are passed over, and so is a message of an unknown kind, which gives
     * {@link LaterMessage#SKIPPED}; from others both are corrupt.
     *
     * @throws CorruptFrameException if the bytes are no message
     */
    Message readOrSkip(WireInput in) {
        int family = in.readByte();
        MessageCodec<?> codec = family <= MAX_FAMILY ? byFamily[family] : null;
        if (codec == null) {
            if (in.sender().of(family) > 0) {
                return skip(in);
            }
            throw new CorruptFrameException("unknown message family " + family);
        }
        // Before the handshake has ended nobody knows what the other end speaks.
        boolean later = family == HandshakeCodec.FAMILY || in.sender().of(family) > codec.version();
        Message message;
        try {
            message = codec.read(in);
        } catch (UnknownKindException e) {
            if (e.isLater() || (later && family != HandshakeCodec.FAMILY)) {
                return skip(in);
            }
            throw e;
        } catch (CorruptFrameException e) {
            throw e;
        } catch (RuntimeException e) {
            // Messages check themselves when constructed: what they refuse is the sender's fault, not ours.
            throw new CorruptFrameException(
                    "a malformed " + codec.messageType().getSimpleName() + ": " + e.getMessage(), e);
        }
        if (later) {
            in.readLater();
        }
        in.expectEnd();
        return message;
    }

    private static Message skip(WireInput in) {
        in.skip(in.remaining());
        return LaterMessage.SKIPPED;
    }

    private MessageCodec<?> search(Class<?> type) {
        for (MessageCodec<?> codec : byFamily) {
            if (codec != null && codec.messageType().isAssignableFrom(type)) {
                return codec;
            }
        }
        throw new IllegalArgumentException("no codec is registered for " + type.getName());
    }
}
