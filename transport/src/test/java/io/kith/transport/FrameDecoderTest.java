package io.kith.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Frames on their way in, cut by reads wherever that may be, with little room for the large ones; on virtual time. */
@SuppressWarnings("FutureReturnValueIgnored") // Closes of channels without sockets.
class FrameDecoderTest {
    private static final int LARGE = 200_000;
    private static final int MAX_FRAME = 1 << 20;

    private final MemoryAccount account = new MemoryAccount(2 * LARGE);
    private final Transport transport =
            new Transport(Note.codecs(), TransportSettings.defaults(), new Intake(IntakeLimits.NONE), cause -> {
                throw new AssertionError(cause);
            });

    /** One connection of a client, or of a node, after the handshake. */
    private final class Door extends ChannelInboundHandlerAdapter {
        final EmbeddedChannel channel = new EmbeddedChannel();
        final List<Long> numbers = new ArrayList<>();
        final List<Throwable> failures = new ArrayList<>();
        final List<Room> kept = new ArrayList<>();
        boolean keeps;
        final Connection connection;

        Door(ConnectionKind kind) {
            channel.freezeTime();
            FrameDecoder decoder = new FrameDecoder(transport, MAX_FRAME, false);
            channel.pipeline().addLast(decoder).addLast(this);
            connection = new Connection(
                    channel,
                    transport,
                    new Peer(TestNet.CLIENT, kind, "test", 0, 0, channel.remoteAddress(), MAX_FRAME, false),
                    new Dialect(2, FamilyVersions.NONE));
            decoder.takeRoom(channel.pipeline().context(decoder), connection, account);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            numbers.add(((Note) message).number());
            if (keeps) {
                Room room = connection.takeRoom();
                if (room != null) {
                    kept.add(room);
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failures.add(cause);
            ctx.close();
        }

        void reads(byte[] bytes, int from, int to) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, from, to - from));
        }

        void reads(byte[] bytes) {
            reads(bytes, 0, bytes.length);
        }

        boolean isReading() {
            return channel.config().isAutoRead();
        }

        void seconds(int count) {
            for (int i = 0; i < count; i++) {
                channel.advanceTimeBy(1, TimeUnit.SECONDS);
                channel.runScheduledPendingTasks();
                channel.runPendingTasks();
            }
        }

        String failure() {
            assertThat(failures).hasSize(1);
            assertThat(channel.isOpen()).isFalse();
            return String.valueOf(failures.get(0).getMessage());
        }
    }

    private Door client() {
        return new Door(ConnectionKind.CLIENT);
    }

    private static byte[] frame(long number, int bodyBytes) {
        ByteBuf out = Unpooled.buffer();
        Frames.append(out, new Note(number, new byte[bodyBytes]), Note.codecs(), MAX_FRAME);
        return ByteBufUtil.getBytes(out);
    }

    @Property(tries = 200)
    void framesArriveWhereverReadsCutThem(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 90_000) Integer> bodies,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 65_536) Integer> reads) {
        Door door = client();
        ByteBuf sent = Unpooled.buffer();
        for (int i = 0; i < bodies.size(); i++) {
            // Small frames are what most are.
            sent.writeBytes(frame(i, i % 3 == 0 ? bodies.get(i) : bodies.get(i) % 100));
        }
        byte[] bytes = ByteBufUtil.getBytes(sent);
        int at = 0;
        for (int i = 0; at < bytes.length; i++) {
            int size = reads.get(i % reads.size());
            // Now and then byte by byte.
            int end = Math.min(bytes.length, at + (i % 5 == 4 ? 1 : size));
            door.reads(bytes, at, end);
            at = end;
        }
        assertThat(door.failures).isEmpty();
        assertThat(door.numbers).hasSize(bodies.size()).isSorted();
        assertThat(account.reservedBytes()).isZero();
        assertThat(door.isReading()).isTrue();
    }

    @Test
    void aLargeFrameTakesRoomFromItsHeaderOnUntilItIsDelivered() {
        Door door = client();
        byte[] bytes = frame(7, LARGE / 2);
        door.reads(bytes, 0, 7);
        assertThat(account.reservedBytes()).isZero();
        door.reads(bytes, 7, 8);
        assertThat(account.reservedBytes()).isEqualTo(bytes.length);
        door.reads(bytes, 8, bytes.length - 1);
        assertThat(door.numbers).isEmpty();
        door.reads(bytes, bytes.length - 1, bytes.length);
        assertThat(door.numbers).containsExactly(7L);
        assertThat(account.reservedBytes()).isZero();
    }

    @Test
    void aSmallFrameTakesNoRoom() {
        Door door = client();
        account.ask(2 * LARGE, () -> {});
        byte[] bytes = frame(7, 60_000);
        door.reads(bytes, 0, 50_000);
        door.reads(bytes, 50_000, bytes.length);
        assertThat(door.numbers).containsExactly(7L);
    }

    @Test
    void whoGetsNoRoomIsNotReadFromUntilThereIsSomeInTheOrderOfAsking() {
        Room taken = account.ask(2 * LARGE, () -> {});
        List<Door> doors = new ArrayList<>();
        byte[] bytes = frame(1, LARGE - 100);
        for (int i = 0; i < 3; i++) {
            Door door = client();
            door.reads(bytes, 0, 1_000);
            assertThat(door.isReading()).isFalse();
            doors.add(door);
        }
        taken.release();
        doors.forEach(door -> door.channel.runPendingTasks());
        assertThat(doors).extracting(Door::isReading).containsExactly(true, true, false);
        doors.get(0).reads(bytes, 1_000, bytes.length);
        doors.get(2).channel.runPendingTasks();
        assertThat(doors.get(0).numbers).containsExactly(1L);
        for (Door door : doors.subList(1, 3)) {
            assertThat(door.isReading()).isTrue();
            door.reads(bytes, 1_000, bytes.length);
            assertThat(door.numbers).containsExactly(1L);
        }
        assertThat(account.reservedBytes()).isZero();
    }

    @Test
    void whatWasReadBehindTheHeaderIsNotLostWhileItsFrameWaits() {
        Room taken = account.ask(2 * LARGE, () -> {});
        Door door = client();
        byte[] large = frame(1, 65_530);
        ByteBuf both =
                Unpooled.buffer().writeBytes(frame(0, 10)).writeBytes(large).writeBytes(frame(2, 5));
        byte[] bytes = ByteBufUtil.getBytes(both);
        door.reads(bytes, 0, 60_000);
        assertThat(door.numbers).containsExactly(0L);
        taken.release();
        door.channel.runPendingTasks();
        door.reads(bytes, 60_000, bytes.length);
        assertThat(door.numbers).containsExactly(0L, 1L, 2L);
    }

    @Test
    void whoeverGetsTheMessageMayKeepItsRoom() {
        Door door = client();
        door.keeps = true;
        byte[] bytes = frame(1, LARGE);
        door.reads(bytes, 0, 60_000);
        door.reads(bytes, 60_000, bytes.length);
        assertThat(door.numbers).containsExactly(1L);
        assertThat(account.reservedBytes()).isEqualTo(bytes.length);
        door.kept.get(0).release();
        assertThat(account.reservedBytes()).isZero();
    }

    @Test
    void aConnectionThatEndsGivesItsRoomBackAndItsPlaceInTheLine() {
        Door first = client();
        Door second = client();
        Door third = client();
        byte[] bytes = frame(1, 2 * LARGE - 100);
        first.reads(bytes, 0, 100);
        second.reads(bytes, 0, 100);
        third.reads(bytes, 0, 100);
        second.channel.close();
        assertThat(account.waitingCount()).isEqualTo(1);
        first.channel.close();
        third.channel.runPendingTasks();
        third.reads(bytes, 100, bytes.length);
        assertThat(third.numbers).containsExactly(1L);
        assertThat(account.reservedBytes()).isZero();
    }

    @Test
    void aFrameThatNeverFitsIsRefusedBeforeItIsRead() {
        Door door = client();
        door.reads(frame(1, 3 * LARGE), 0, 8);
        assertThat(door.failure())
                .contains("all that may arrive at a time are " + 2 * LARGE)
                .contains("--receive-limit");
        assertThat(account.reservedBytes()).isZero();
    }

    @Test
    void aFrameOfWhichNothingComesForTenSecondsIsGivenUp() {
        Door door = client();
        byte[] bytes = frame(1, LARGE);
        door.reads(bytes, 0, 5_000);
        door.seconds(8);
        door.reads(bytes, 5_000, 5_001);
        door.seconds(StallWatch.SILENT_SECONDS);
        assertThat(door.failures).isEmpty();
        door.seconds(2);
        assertThat(door.failure())
                .contains(
                        "a frame of " + bytes.length + " bytes did not go on: 5001 bytes are there, and nothing came");
        assertThat(account.reservedBytes()).isZero();
    }

    @Test
    void aFrameThatComesByteByByteIsGivenUp() {
        Door door = client();
        byte[] bytes = frame(1, 1_000);
        int seconds = 0;
        for (; door.failures.isEmpty() && seconds < 100; seconds++) {
            door.reads(bytes, seconds, seconds + 1);
            door.seconds(1);
        }
        // The header's bytes are a matter of their own.
        assertThat(seconds).isBetween(StallWatch.WINDOW_SECONDS, StallWatch.WINDOW_SECONDS + Frames.HEADER_BYTES + 2);
        assertThat(door.failure()).contains("30 bytes came in 30 s");
    }

    @Test
    void manyFramesThatAreEachCutAreNoStall() {
        Door door = client();
        byte[] bytes = frame(1, 100);
        door.reads(bytes, 0, 50);
        for (int i = 0; i < 2 * StallWatch.WINDOW_SECONDS; i++) {
            door.seconds(1);
            door.reads(bytes, 50, bytes.length);
            door.reads(bytes, 0, 50);
        }
        assertThat(door.failures).isEmpty();
        assertThat(door.numbers).hasSize(2 * StallWatch.WINDOW_SECONDS);
    }

    @Test
    void timeInWhichNothingIsReadIsNotThePeersFault() {
        Door door = client();
        byte[] bytes = frame(1, 1_000);
        door.reads(bytes, 0, 500);
        door.connection.pauseReading();
        door.seconds(100);
        door.connection.resumeReading();
        door.reads(bytes, 500, bytes.length);
        assertThat(door.failures).isEmpty();
        assertThat(door.numbers).containsExactly(1L);
    }

    @Test
    void whoWaitsForRoomIsNotStalledHoweverLongThatTakes() {
        Room taken = account.ask(2 * LARGE, () -> {});
        Door door = client();
        byte[] bytes = frame(1, LARGE);
        door.reads(bytes, 0, 500);
        door.seconds(1_000);
        assertThat(door.failures).isEmpty();
        taken.release();
        door.channel.runPendingTasks();
        door.reads(bytes, 500, bytes.length);
        assertThat(door.numbers).containsExactly(1L);
    }

    @Test
    void aSlowClientIsCutOffOnceOthersWaitForItsRoomAndASlowNodeIsNot() {
        Door slow = client();
        Door node = new Door(ConnectionKind.NODE_DATA);
        byte[] bytes = frame(1, LARGE - 100);
        slow.reads(bytes, 0, 1_000);
        node.reads(bytes, 0, 1_000);
        int at = 1_000;
        for (int i = 0; i < 2; i++, at += 10_000) {
            slow.seconds(1);
            slow.reads(bytes, at, at + 10_000);
            node.seconds(1);
            node.reads(bytes, at, at + 10_000);
        }
        assertThat(slow.failures).isEmpty();
        Door waits = client();
        waits.reads(bytes, 0, 1_000);
        assertThat(waits.isReading()).isFalse();
        for (int i = 0; i <= ShortPace.SECONDS && slow.failures.isEmpty(); i++, at += 10_000) {
            slow.seconds(1);
            node.seconds(1);
            node.reads(bytes, at, at + 10_000);
            if (slow.failures.isEmpty()) {
                slow.reads(bytes, at, at + 10_000);
            }
        }
        assertThat(slow.failure()).contains("while others waited for its room");
        waits.channel.runPendingTasks();
        assertThat(waits.isReading()).isTrue();
        node.reads(bytes, at, bytes.length);
        assertThat(node.numbers).containsExactly(1L);
    }

    @Test
    void bytesBehindABadFrameTakeNoRoom() {
        Door door = client();
        byte[] bad = frame(1, 100);
        bad[20]++;
        byte[] large = frame(2, LARGE);
        byte[] bytes = new byte[bad.length + 1_000];
        System.arraycopy(bad, 0, bytes, 0, bad.length);
        System.arraycopy(large, 0, bytes, bad.length, 1_000);
        door.reads(bytes);
        assertThat(door.failure()).contains("checksum");
        assertThat(account.reservedBytes()).isZero();
    }

    @Test
    void randomCutsOfFramesThatWaitForRoomLoseNothing() {
        Random random = new Random(4711);
        for (int run = 0; run < 50; run++) {
            List<Door> doors = List.of(client(), client(), client(), client());
            List<byte[]> streams = new ArrayList<>();
            int[] at = new int[doors.size()];
            for (int d = 0; d < doors.size(); d++) {
                doors.get(d).keeps = d % 2 == 0;
                ByteBuf sent = Unpooled.buffer();
                for (int i = 0; i < 6; i++) {
                    sent.writeBytes(frame(i, random.nextInt(2) * random.nextInt(2 * LARGE - 100)));
                }
                streams.add(ByteBufUtil.getBytes(sent));
            }
            boolean done = false;
            while (!done) {
                done = true;
                for (int d = 0; d < doors.size(); d++) {
                    Door door = doors.get(d);
                    door.channel.runPendingTasks();
                    if (random.nextInt(3) == 0) {
                        door.kept.forEach(Room::release);
                    }
                    int end = Math.min(streams.get(d).length, at[d] + 1 + random.nextInt(65_536));
                    if (door.isReading() && at[d] < end) {
                        door.reads(streams.get(d), at[d], end);
                        at[d] = end;
                    }
                    done &= at[d] == streams.get(d).length && door.numbers.size() == 6;
                    assertThat(account.reservedBytes()).isLessThanOrEqualTo(2 * LARGE);
                }
            }
            doors.forEach(door -> door.kept.forEach(Room::release));
            assertThat(doors).allMatch(door -> door.failures.isEmpty());
            assertThat(doors).allMatch(door -> door.numbers.equals(List.of(0L, 1L, 2L, 3L, 4L, 5L)));
            assertThat(account.reservedBytes()).isZero();
        }
    }
}
