package io.kith.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

final class WireTest {

    @Property(tries = 300)
    void whatIsWrittenIsRead(
            @ForAll int number,
            @ForAll long large,
            @ForAll double fraction,
            @ForAll boolean flag,
            @ForAll @IntRange(max = 255) int small,
            @ForAll @StringLength(max = 50) String text,
            @ForAll @Size(max = 50) byte[] bytes) {
        NodeId id = new NodeId(large, ~large);
        NodeAddress address = new NodeAddress("host" + small, small + 1);
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        WireOutput out = WireOutput.onHeap(16)
                .writeVarInt(number)
                .writeVarLong(large)
                .writeDouble(fraction)
                .writeBoolean(flag)
                .writeByte(small)
                .writeString(valid)
                .writeBytes(bytes)
                .writeFixedInt(number)
                .writeFixedLong(large)
                .writeNodeId(id)
                .writeAddress(address);
        assertThat(out.size()).isEqualTo(out.toByteArray().length);
        WireInput in = WireInput.of(out.toByteArray());
        assertThat(in.readVarInt()).isEqualTo(number);
        assertThat(in.readVarLong()).isEqualTo(large);
        assertThat(Double.doubleToRawLongBits(in.readDouble())).isEqualTo(Double.doubleToRawLongBits(fraction));
        assertThat(in.readBoolean()).isEqualTo(flag);
        assertThat(in.readByte()).isEqualTo(small);
        assertThat(in.readString()).isEqualTo(valid);
        assertThat(in.readBytes()).isEqualTo(bytes);
        assertThat(in.readFixedInt()).isEqualTo(number);
        assertThat(in.readFixedLong()).isEqualTo(large);
        assertThat(in.readNodeId()).isEqualTo(id);
        assertThat(in.readAddress()).isEqualTo(address);
        in.expectEnd();
    }

    @Property(tries = 300)
    void whatIsCutShortIsCorrupt(@ForAll long number, @ForAll @Size(min = 1, max = 40) byte[] body, @ForAll int cut) {
        MessageCodecs codecs = Note.codecs();
        WireOutput out = WireOutput.onHeap(64);
        codecs.write(new Note(number, body), out);
        byte[] whole = out.toByteArray();
        byte[] part = Arrays.copyOf(whole, Math.floorMod(cut, whole.length));
        assertThatExceptionOfType(CorruptFrameException.class).isThrownBy(() -> codecs.read(WireInput.of(part)));
        byte[] more = Arrays.copyOf(whole, whole.length + 1);
        assertThatExceptionOfType(CorruptFrameException.class).isThrownBy(() -> codecs.read(WireInput.of(more)));
    }

    @Property(tries = 1_000)
    void anyBytesAreAMessageOrCorrupt(@ForAll @Size(max = 60) byte[] bytes, @ForAll @IntRange(max = 4) int family) {
        byte[] framed = new byte[bytes.length + 1];
        framed[0] = (byte) (family == 0 ? Note.FAMILY : family);
        System.arraycopy(bytes, 0, framed, 1, bytes.length);
        try {
            assertThat(Note.codecs().read(WireInput.of(framed))).isNotNull();
        } catch (CorruptFrameException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    @Property(tries = 200)
    void framesCutAnywhereAreTheSameMessages(
            @ForAll @Size(min = 1, max = 6) List<@Size(max = 30) byte[]> bodies,
            @ForAll @IntRange(min = 1, max = 20) int step) {
        Transport transport = new Transport(Note.codecs(), TransportSettings.defaults(), cause -> {});
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(transport, 1_024, false));
        ByteBuf stream = Unpooled.buffer();
        for (int i = 0; i < bodies.size(); i++) {
            Frames.append(stream, new Note(i, bodies.get(i)), transport.codecs(), 1_024);
        }
        while (stream.isReadable()) {
            channel.writeInbound(stream.readBytes(Math.min(step, stream.readableBytes())));
        }
        for (int i = 0; i < bodies.size(); i++) {
            Note note = channel.readInbound();
            assertThat(note.number()).isEqualTo(i);
            assertThat(note.body()).isEqualTo(bodies.get(i));
        }
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(channel.finish()).isFalse();
    }

    @Property(tries = 300)
    void aFlippedBitIsNoticedAndNothingBehindItIsBelieved(
            @ForAll @Size(min = 1, max = 30) byte[] body, @ForAll int position) {
        Transport transport = new Transport(Note.codecs(), TransportSettings.defaults(), cause -> {});
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(transport, 1_024, false));
        ByteBuf stream = Unpooled.buffer();
        Frames.append(stream, new Note(1, body), transport.codecs(), 1_024);
        int bit = Math.floorMod(position, (stream.readableBytes() - 4) * 8) + 32;
        stream.setByte(bit / 8, stream.getByte(bit / 8) ^ (1 << (bit % 8)));
        Frames.append(stream, new Note(2, body), transport.codecs(), 1_024);
        assertThatThrownBy(() -> channel.writeInbound(stream)).isInstanceOf(RefusedInputException.class);
        assertThat(channel.<Object>readInbound()).isNull();
    }

    @Example
    void aFailedAppendLeavesTheBufferAsItWas() {
        ByteBuf out = Unpooled.buffer();
        Frames.append(out, new Note(1, new byte[10]), Note.codecs(), 100);
        int size = out.readableBytes();
        assertThatThrownBy(() -> Frames.append(out, new Note(2, new byte[100]), Note.codecs(), 100))
                .isInstanceOf(FrameTooLargeException.class);
        assertThat(out.readableBytes()).isEqualTo(size);
    }

    @Example
    void twoCodecsOfOneFamilyAreRefused() {
        assertThatThrownBy(() -> MessageCodecs.of(new Note.Codec(), new Note.Codec()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("family 100");
    }
}
