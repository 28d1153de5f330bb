package io.kith.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameBytesTest {
    private final FrameBytes frames = new FrameBytes(Note.codecs(), 1_000);
    private final Note note = new Note(7, "a message of some length".getBytes(StandardCharsets.UTF_8));

    @Test
    void what_is_written_is_read() {
        assertThat(frames.read(frames.write(note))).usingRecursiveComparison().isEqualTo(note);
    }

    @Test
    void a_part_of_a_frame_is_no_message_yet() {
        byte[] frame = frames.write(note);
        for (int length = 0; length < frame.length; length++) {
            assertThat(frames.read(Arrays.copyOf(frame, length))).isNull();
        }
    }

    @Test
    void no_flipped_bit_makes_another_message() {
        byte[] frame = frames.write(note);
        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] changed = frame.clone();
            changed[bit >> 3] ^= (byte) (1 << (bit & 7));
            Message received = null;
            try {
                received = frames.read(changed);
            } catch (CorruptFrameException e) {
                assertThat(e).hasMessageMatching("(?s).*(checksum|bytes).*");
            }
            assertThat(received).as("bit %d", bit).isNull();
        }
    }

    @Test
    void a_message_that_is_too_large_is_refused() {
        assertThatThrownBy(() -> frames.write(new Note(1, new byte[2_000]))).isInstanceOf(FrameTooLargeException.class);
    }
}
