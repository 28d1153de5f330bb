package io.kith.replication.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.kind.LogCommand;
import io.kith.replication.log.LogEntry;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.Batch;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BatchCodecTest {
    private static final NodeId SESSION = new NodeId(3, 4);

    private final ReplicationMessageCodec codec = new ReplicationMessageCodec();

    private byte[] write(ReplicationMessage message) {
        WireOutput out = WireOutput.onHeap(64);
        codec.write(message, out);
        return out.toByteArray();
    }

    private static Batch batch() {
        LogEntry first = new LogEntry(5, new LogCommand(11, SESSION, 2, 9, 8, 1_700_000_000_000L, new byte[] {1, 2}));
        LogEntry second = new LogEntry(6, new LogCommand(12, SESSION, 2, 10, 8, 1_700_000_000_001L, new byte[0]));
        return new Batch(
                List.of(new Append(1_023, 6, 4, 10, 9, List.of(first, second)), new Append(0, 1, 0, 0, 0, List.of())),
                List.of(new Acknowledge(77, 300, 1, 1 << 20, false), new Acknowledge(78, 1, 0, 3, true)));
    }

    @Test
    void aBatchIsReadAsItWasWritten() {
        byte[] bytes = write(batch());
        WireInput in = WireInput.of(bytes);
        Batch read = (Batch) codec.read(in);
        in.expectEnd();
        assertThat(write(read)).isEqualTo(bytes);
        assertThat(read.acknowledgements()).isEqualTo(batch().acknowledgements());
        assertThat(read.appends().get(0).entries().get(1).command().number()).isEqualTo(10);
        assertThat(read.appends().get(0).copyNumber()).isEqualTo(4);
    }

    @Test
    void aBatchThatWasCutOffIsRefusedWhereverItWasCut() {
        byte[] bytes = write(batch());
        for (int length = 0; length < bytes.length; length++) {
            WireInput in = WireInput.of(Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> codec.read(in)).isInstanceOf(CorruptFrameException.class);
        }
    }

    @Test
    void aHostileCountIsRefusedBeforeAnythingIsAllocated() {
        byte[] hostile = {16, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7};
        assertThatThrownBy(() -> codec.read(WireInput.of(hostile))).isInstanceOf(CorruptFrameException.class);
    }
}
