package io.kith.transport;

import java.util.List;

/** The codecs of one process, found by the family byte when reading and by the message's class when writing. */
public final class MessageCodecs {
    private static final int MAX_FAMILY = 127;

    private final MessageCodec<?>[] byFamily = new MessageCodec<?>[MAX_FAMILY + 1];
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

    /**
     * Reads one message up to the end of the input.
     *
     * @throws CorruptFrameException if the family is unknown, the message is malformed, or bytes are left over
     */
    public Message read(WireInput in) {
        int family = in.readByte();
        MessageCodec<?> codec = family <= MAX_FAMILY ? byFamily[family] : null;
        if (codec == null) {
            throw new CorruptFrameException("unknown message family " + family);
        }
        Message message;
        try {
            message = codec.read(in);
        } catch (CorruptFrameException e) {
            throw e;
        } catch (RuntimeException e) {
            // Messages check themselves when constructed: what they refuse is the sender's fault, not ours.
            throw new CorruptFrameException(
                    "a malformed " + codec.messageType().getSimpleName() + ": " + e.getMessage(), e);
        }
        in.expectEnd();
        return message;
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
