package io.kith.transport;

/** A message of the tests: a number and some bytes. */
@SuppressWarnings("ArrayRecordComponent")
record Note(long number, byte[] body) implements Message {

    static final int FAMILY = 100;

    Note(long number) {
        this(number, new byte[0]);
    }

    static MessageCodecs codecs() {
        return MessageCodecs.of(new Codec());
    }

    static final class Codec implements MessageCodec<Note> {
        @Override
        public Class<Note> messageType() {
            return Note.class;
        }

        @Override
        public int family() {
            return FAMILY;
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Note message, WireOutput out) {
            out.writeVarLong(message.number()).writeBytes(message.body());
        }

        @Override
        public Note read(WireInput in) {
            return new Note(in.readVarLong(), in.readBytes());
        }
    }
}
