package io.kith.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.simulation.GoldenBytes;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Families 1 and 6, which are the transport's own; here, as the module below has no golden bytes. */
final class HandshakeGoldenTest {

    @Test
    void the_bytes_of_each_message_are_those_that_are_kept() {
        assertThat(GoldenBytes.complaints(
                        getClass(), "family-1.txt", MessageCodecs.of(), HandshakeMessage.class, samples()))
                .isEmpty();
    }

    @Test
    void the_bytes_of_a_relayed_message_are_those_that_are_kept() {
        NodeId a = new NodeId(1, 2);
        NodeId b = new NodeId(3, 4);
        Note note = new Note(300);
        assertThat(GoldenBytes.complaints(
                        getClass(),
                        "family-6.txt",
                        MessageCodecs.of(new NoteCodec()),
                        Relayed.class,
                        Map.of("relayed", new Relayed(a, b, "somebody", note))))
                .isEmpty();
    }

    private record Note(int number) implements Message {}

    private static final class NoteCodec implements MessageCodec<Note> {
        @Override
        public Class<Note> messageType() {
            return Note.class;
        }

        @Override
        public int family() {
            return 100;
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Note message, WireOutput out) {
            out.writeVarInt(message.number());
        }

        @Override
        public Note read(WireInput in) {
            return new Note(in.readVarInt());
        }
    }

    private static Map<String, HandshakeMessage> samples() {
        Map<String, HandshakeMessage> samples = new TreeMap<>();
        NodeId a = new NodeId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
        NodeId b = new NodeId(-1, 2);
        FamilyVersions families = FamilyVersions.of(Map.of(1, 2, 2, 300));
        samples.put(
                "hello",
                new Hello(ConnectionKind.NODE_DATA, "cluster", a, new NodeAddress("host", 7400), b, 3, families));
        samples.put("helloOfAClient", new Hello(ConnectionKind.CLIENT, "", a, null, null, 0, families));
        samples.put("welcome", new Welcome(b, "cluster", 4, 16 << 20, 2, families));
        samples.put("refused", new Refused(Refusal.VERSION, "why"));
        return samples;
    }
}
