package io.kith.transport;

import static io.kith.transport.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process of this version and one of a later one, which has a field and a kind of message more, understand each other. */
final class VersionsMeetTest {
    private static final int FAMILY = 101;
    private static final int MOOD = 1;

    private final ConcurrentLinkedQueue<Throwable> fatal = new ConcurrentLinkedQueue<>();
    private final Transport here = new Transport(MessageCodecs.of(new TalkCodec(1)), TestNet.patient(), fatal::add);
    private final Transport later = laterTransport(new VersionRange(2, 3));
    private final Heard heardHere = new Heard();
    private final Heard heardThere = new Heard();
    private EventLoops loops;
    private @Nullable ListeningSocket listening;

    /** What is said; {@code mood} came with version 2, as did shouting. */
    private record Talk(
            boolean shouted, String text, @Nullable String mood) implements Message {}

    private enum Kind1 implements WireKind {
        SAID;

        @Override
        public int code() {
            return 1;
        }
    }

    private enum Kind2 implements WireKind {
        SAID,
        SHOUTED;

        @Override
        public int code() {
            return this == SAID ? 1 : 2;
        }
    }

    private static final class TalkCodec implements MessageCodec<Talk> {
        private static final WireKinds<Kind1> KINDS1 = WireKinds.of(Kind1.class);
        private static final WireKinds<Kind2> KINDS2 = WireKinds.of(Kind2.class);
        private final int version;

        TalkCodec(int version) {
            this.version = version;
        }

        @Override
        public Class<Talk> messageType() {
            return Talk.class;
        }

        @Override
        public int family() {
            return FAMILY;
        }

        @Override
        public int version() {
            return version;
        }

        @Override
        public void write(Talk message, WireOutput out) {
            out.writeKind(message.shouted() ? Kind2.SHOUTED : Kind2.SAID).writeString(message.text());
            String mood = message.mood();
            if (mood != null) {
                out.writeLater(MOOD, mood.getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public Talk read(WireInput in) {
            if (version == 1) {
                return new Talk(KINDS1.read(in) != Kind1.SAID, in.readString(), null);
            }
            boolean shouted = KINDS2.read(in) == Kind2.SHOUTED;
            String text = in.readString();
            WireInput mood = in.readLater().get(MOOD);
            return new Talk(
                    shouted,
                    text,
                    mood == null ? null : new String(mood.readRaw(mood.remaining()), StandardCharsets.UTF_8));
        }
    }

    private static final class Heard implements ConnectionHandler {
        final ConcurrentLinkedQueue<Connection> opened = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Message> messages = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<String> closed = new ConcurrentLinkedQueue<>();

        @Override
        public void opened(Connection connection) {
            opened.add(connection);
        }

        @Override
        public void received(Connection connection, Message message) {
            messages.add(message);
        }

        @Override
        public void closed(Connection connection, String reason) {
            closed.add(reason);
        }
    }

    private Transport laterTransport(VersionRange versions) {
        return new Transport(
                versions,
                MessageCodecs.of(new TalkCodec(2)),
                TestNet.patient(),
                new TransportCounters(),
                new Intake(IntakeLimits.NONE),
                fatal::add);
    }

    @BeforeEach
    void start() {
        loops = new EventLoops("versions", 2, NetworkBackend.best(), true);
    }

    @AfterEach
    void stop() {
        if (listening != null) {
            listening.close();
        }
        loops.close();
        assertThat(fatal).isEmpty();
    }

    /** A connection from {@code dialling} to {@code dialled}. */
    private Connection connect(Transport dialling, Heard mine, Transport dialled, Heard others) throws Exception {
        listening = ListeningSocket.bind(
                "127.0.0.1",
                0,
                loops.loop(0),
                NetworkBackend.best(),
                dialled,
                new LocalNode(TestNet.SERVER, TestNet.CLUSTER, 1),
                (hello, from) -> new Admission.Accept(loops.loop(0), others));
        return new Dialer(NetworkBackend.best(), dialling)
                .connect(listening.address(), TestNet.hello(ConnectionKind.NODE_DATA, 0), loops.loop(1), mine)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void whatOnlyALaterVersionKnowsIsPassedOver() throws Exception {
        Connection connection = connect(later, heardThere, here, heardHere);
        assertThat(connection.version()).isEqualTo(2);
        assertThat(connection.versionOf(FAMILY)).isEqualTo(1);
        connection.send(new Talk(false, "good morning", "cheerful"));
        connection.send(new Talk(true, "fire", null));
        connection.send(new Relayed(new NodeId(7, 7), TestNet.SERVER, new Talk(true, "fire again", null)));
        connection.send(new Relayed(new NodeId(7, 7), TestNet.SERVER, new Talk(false, "relayed", "tired")));
        connection.send(new Talk(false, "good night", null));
        await().until(() -> heardHere.messages.size() == 3);
        assertThat(heardHere.messages)
                .containsExactly(
                        new Talk(false, "good morning", null),
                        new Relayed(new NodeId(7, 7), TestNet.SERVER, new Talk(false, "relayed", null)),
                        new Talk(false, "good night", null));
        assertThat(here.counters().skipped()).isEqualTo(2);
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void aLaterVersionReadsWhatAnOlderOneWrites() throws Exception {
        Connection connection = connect(here, heardHere, later, heardThere);
        assertThat(connection.version()).isEqualTo(2);
        assertThat(connection.versionOf(FAMILY)).isEqualTo(1);
        connection.send(new Talk(false, "as ever", null));
        await().until(() -> heardThere.messages.size() == 1);
        assertThat(heardThere.messages).containsExactly(new Talk(false, "as ever", null));
        assertThat(heardThere.opened.peek().versionOf(FAMILY)).isEqualTo(1);
    }

    @Test
    void bothSpeakTheNewestThatBothKnow() throws Exception {
        Connection connection = connect(later, heardThere, laterTransport(new VersionRange(3, 9)), heardHere);
        assertThat(connection.version()).isEqualTo(3);
        assertThat(connection.versionOf(FAMILY)).isEqualTo(2);
        connection.send(new Talk(true, "fire", "alarmed"));
        await().until(() -> heardHere.messages.size() == 1);
        assertThat(heardHere.messages).containsExactly(new Talk(true, "fire", "alarmed"));
    }

    @Test
    void withoutAVersionInCommonTheRefusalSaysWhatToDo() {
        assertThatThrownBy(() -> connect(laterTransport(new VersionRange(3, 4)), heardThere, here, heardHere))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        HandshakeRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.VERSION))
                .hasMessageContaining("speaks version 2 of the protocol")
                .hasMessageContaining("speaks versions 3 to 4")
                .hasMessageContaining("install a newer Kith on this node first");
    }

    @Test
    void fromAPeerOfTheSameVersionWhatIsNotKnownIsCorrupt() throws Exception {
        Transport liar = new Transport(MessageCodecs.of(new TalkCodec(1)), TestNet.patient(), fatal::add);
        Connection connection = connect(liar, heardThere, here, heardHere);
        connection.send(new Talk(true, "fire", null));
        await().until(() -> !heardHere.closed.isEmpty());
        assertThat(heardHere.closed.peek()).contains("unknown kind 2");
        assertThat(heardHere.messages).isEmpty();
    }

    @Test
    void laterFieldsAreInOrderAndBounded() {
        WireOutput good = WireOutput.onHeap(16).writeLater(1, new byte[] {5}).writeLater(300, new byte[0]);
        LaterFields fields = WireInput.of(good.toByteArray()).readLater();
        assertThat(fields.get(1).readByte()).isEqualTo(5);
        assertThat(fields.get(300).remaining()).isZero();
        assertThat(fields.get(2)).isNull();
        WireOutput many = WireOutput.onHeap(16);
        for (int tag = 1; tag <= LaterFields.MAX_FIELDS + 1; tag++) {
            many.writeLater(tag, new byte[0]);
        }
        for (WireOutput bad : List.of(
                WireOutput.onHeap(16).writeLater(2, new byte[1]).writeLater(2, new byte[1]),
                WireOutput.onHeap(16).writeLater(0, new byte[1]),
                WireOutput.onHeap(16).writeLater(1, new byte[LaterFields.MAX_BYTES]),
                WireOutput.onHeap(16).writeVarInt(1).writeVarInt(9).writeByte(1),
                many)) {
            assertThatThrownBy(() -> WireInput.of(bad.toByteArray()).readLater())
                    .isInstanceOf(CorruptFrameException.class);
        }
    }

    @Test
    void theFirstVersionSaidItsNumberOtherwiseAndIsStillToldWhatIsWrong() {
        assertThat(VersionRange.ofBits(1)).isEqualTo(new VersionRange(1, 1));
        assertThat(VersionRange.ofBits(new VersionRange(2, 3).toBits())).isEqualTo(new VersionRange(2, 3));
        assertThat(new VersionRange(2, 3).newestInCommon(new VersionRange(1, 1)))
                .isZero();
        assertThat(new VersionRange(2, 3).refusalOf(new VersionRange(1, 1)))
                .contains("versions 2 to 3", "version 1", "install a newer Kith where the peer runs");
        for (int bits : new int[] {0, 5 << 16 | 4}) {
            assertThatThrownBy(() -> VersionRange.ofBits(bits)).isInstanceOf(CorruptFrameException.class);
        }
    }
}
