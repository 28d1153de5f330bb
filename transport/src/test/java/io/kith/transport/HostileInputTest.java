package io.kith.transport;

import static io.kith.transport.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.transport.TestNet.Recorder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HostileInputTest {
    private TestNet net;

    @BeforeEach
    void listen() throws IOException {
        net = new TestNet();
    }

    @AfterEach
    void theNodeIsUntouched() throws Exception {
        // Where a handshake may take a moment only, a busy machine needs more than one.
        await().ignoreExceptions().until(() -> {
            Connection connection = net.dial(TestNet.hello(ConnectionKind.CLIENT, 1), new Recorder());
            return connection.send(new Note(4711));
        });
        await().until(() -> net.server.numbers().contains(4711L));
        assertThat(net.fatal).isEmpty();
        net.close();
    }

    @Test
    void aWebBrowserIsToldThatThisIsSomethingElse() throws Exception {
        byte[] request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(answerTo(request))
                .isEqualTo(new Refused(Refusal.NOT_KITH, "these bytes are not of Kith's protocol"));
    }

    @Test
    void garbageIsRefused() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 20; i++) {
            byte[] garbage = new byte[1 + random.nextInt(100_000)];
            random.nextBytes(garbage);
            assertThat(((Refused) answerTo(garbage)).refusal()).isEqualTo(Refusal.NOT_KITH);
        }
    }

    @Test
    void anotherProtocolVersionIsToldBothVersions() throws Exception {
        Refused refused =
                (Refused) answerTo(bytes(out -> out.writeInt(Frames.MAGIC).writeInt(99)));
        assertThat(refused.refusal()).isEqualTo(Refusal.VERSION);
        assertThat(refused.reason())
                .contains("version " + VersionRange.OWN.highest())
                .contains("version 99")
                .contains("install a newer Kith");
    }

    @Test
    void hugeAndNegativeLengthsAreRefusedBeforeTheyCostAnything() throws Exception {
        for (int length : new int[] {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20}) {
            Refused refused = (Refused)
                    answerTo(bytes(out -> preamble(out).writeInt(length).writeInt(0)));
            assertThat(refused.refusal()).isEqualTo(Refusal.BAD_FRAME);
            assertThat(refused.reason()).contains(Integer.toUnsignedString(length));
        }
    }

    @Test
    void aFrameBeforeTheHelloIsRefused() throws Exception {
        Refused refused = (Refused) answerTo(bytes(out -> frame(preamble(out), new Note(1))));
        assertThat(refused.reason()).contains("expected a Hello");
    }

    @Test
    void anEstablishedConnectionIsCutAtTheFirstBadFrame() throws Exception {
        List<Consumer<ByteBuf>> bad = List.of(
                out -> out.writeInt(10).writeInt(1234).writeZero(10),
                out -> out.writeInt(-5).writeInt(0),
                out -> out.writeInt(20 << 20).writeInt(0),
                out -> raw(out, 99, 1, 2, 3),
                out -> raw(out, Note.FAMILY, 1, 0, 55),
                out -> raw(out, Note.FAMILY, 1),
                out -> raw(out, Note.FAMILY, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x07),
                out -> raw(out, 1, 9),
                out -> frame(out, TestNet.hello(ConnectionKind.CLIENT, 1)));
        for (Consumer<ByteBuf> attack : bad) {
            net.server.closed.clear();
            Hello hello = TestNet.hello(ConnectionKind.CLIENT, 1);
            List<Message> answers = converse(bytes(out -> frame(preamble(out), hello)), bytes(attack));
            assertThat(answers).hasSize(2);
            assertThat(answers.get(0)).isInstanceOf(Welcome.class);
            assertThat(((Refused) answers.get(1)).refusal()).isEqualTo(Refusal.BAD_FRAME);
            await().until(() -> net.server.closed.size() == 1);
        }
    }

    @Test
    void whoSaysNothingIsClosedAfterAWhile() throws Exception {
        net.close();
        net = new TestNet(NetworkBackend.best(), TestNet.patient().withTimeouts(60_000, 300));
        Refused refused = (Refused) answerTo(bytes(out -> out.writeByte('K')));
        assertThat(refused.reason()).contains("no handshake within 300 ms");
    }

    @Test
    void onlySoManyConnectionsMayBeHalfOpenAndTheOldestMakesRoomForWhoeverComes() throws Exception {
        net.close();
        TransportSettings few = new TransportSettings(1 << 20, 60_000, 60_000, 4, 1 << 20, 1 << 19, 1 << 21, 60_000);
        net = new TestNet(NetworkBackend.best(), few);
        List<Socket> idle = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            idle.add(new Socket(
                    InetAddress.getLoopbackAddress(), net.acceptor.address().port()));
        }
        // They have a minute for their handshake, and all places: an honest one gets in all the same.
        assertThat(net.dial(TestNet.hello(ConnectionKind.CLIENT, 1), new Recorder())
                        .isOpen())
                .isTrue();
        for (int i = 0; i < 40; i++) {
            idle.add(new Socket(
                    InetAddress.getLoopbackAddress(), net.acceptor.address().port()));
        }
        idle.get(0).setSoTimeout(60_000);
        assertThat(idle.get(0).getInputStream().readAllBytes())
                .asString(StandardCharsets.ISO_8859_1)
                .contains("too many connections are being opened");
        assertThat(net.dial(TestNet.hello(ConnectionKind.CLIENT, 1), new Recorder())
                        .isOpen())
                .isTrue();
        for (Socket socket : idle) {
            socket.close();
        }
    }

    private Message answerTo(byte[] input) throws IOException {
        List<Message> answers = converse(input, new byte[0]);
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    /** Sends {@code first}, and {@code second} once something was answered; returns all answers up to the end. */
    private List<Message> converse(byte[] first, byte[] second) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), net.acceptor.address().port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(first);
            ByteBuf received = Unpooled.buffer();
            byte[] part = new byte[4_096];
            boolean said = second.length == 0;
            for (int n = socket.getInputStream().read(part);
                    n >= 0;
                    n = socket.getInputStream().read(part)) {
                received.writeBytes(part, 0, n);
                if (!said) {
                    said = true;
                    socket.getOutputStream().write(second);
                }
            }
            List<Message> messages = new ArrayList<>();
            while (received.isReadable()) {
                int length = received.readInt();
                received.readInt();
                messages.add(Note.codecs().read(new WireInput(received.readSlice(length))));
            }
            return messages;
        }
    }

    private static byte[] bytes(Consumer<ByteBuf> writer) {
        ByteBuf out = Unpooled.buffer();
        writer.accept(out);
        return ByteBufUtil.getBytes(out);
    }

    private static ByteBuf preamble(ByteBuf out) {
        return out.writeInt(Frames.MAGIC).writeInt(VersionRange.OWN.toBits());
    }

    private static void frame(ByteBuf out, Message message) {
        Frames.append(out, message, Note.codecs(), 1 << 20);
    }

    private static void raw(ByteBuf out, int... payload) {
        byte[] bytes = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            bytes[i] = (byte) payload[i];
        }
        ByteBuf wrapped = Unpooled.wrappedBuffer(bytes);
        out.writeInt(bytes.length)
                .writeInt(Frames.checksum(wrapped, 0, bytes.length))
                .writeBytes(bytes);
    }
}
