package io.kith.replication.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.CopyCursor;
import io.kith.replication.log.LogEntry;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.AdoptTerm;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.BarrierAnswer;
import io.kith.replication.message.ReplicationMessage.BarrierQuery;
import io.kith.replication.message.ReplicationMessage.Batch;
import io.kith.replication.message.ReplicationMessage.CommitNotice;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.replication.message.ReplicationMessage.CopyAbandoned;
import io.kith.replication.message.ReplicationMessage.CopyBegin;
import io.kith.replication.message.ReplicationMessage.CopyPiece;
import io.kith.replication.message.ReplicationMessage.CopyProgress;
import io.kith.replication.message.ReplicationMessage.Delegate;
import io.kith.replication.message.ReplicationMessage.Delegation;
import io.kith.replication.message.ReplicationMessage.FailedAt;
import io.kith.replication.message.ReplicationMessage.Kind;
import io.kith.replication.message.ReplicationMessage.OfPartition;
import io.kith.replication.message.ReplicationMessage.ReleaseRequest;
import io.kith.replication.message.ReplicationMessage.Released;
import io.kith.replication.message.ReplicationMessage.StaleTerm;
import io.kith.replication.message.ReplicationMessage.TermAdopted;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bytes of every message, kept: nodes of other builds read them. */
class ReplicationMessageCodecTest {
    private static final LogEntry ENTRY =
            new LogEntry(3, new LogCommand(11, new NodeId(1, 2), 4, 5, 5, 600, new byte[] {7, 8}));

    private final ReplicationMessageCodec codec = new ReplicationMessageCodec();

    private static Map<ReplicationMessage, String> golden() {
        Append append = new Append(2, 3, 1, 10, 9, List.of(ENTRY));
        Acknowledge acknowledge = new Acknowledge(2, 3, 1, 11, true);
        String entry = "01" + "030b" + "00000000000000010000000000000002" + "040505d804020708";
        Map<ReplicationMessage, String> bytes = new LinkedHashMap<>();
        bytes.put(append, "010203010a09" + entry);
        bytes.put(acknowledge, "020203010b01");
        bytes.put(new CommitNotice(List.of(new CommitPoint(2, 3, 1, 9))), "03010203" + "0109");
        bytes.put(new StaleTerm(2, 4), "040204");
        bytes.put(new AdoptTerm(2, 3, 10), "0502030a");
        bytes.put(new TermAdopted(2, 3, 11, List.of(ENTRY)), "0602030b" + entry);
        bytes.put(new ReleaseRequest(2, 300), "0702ac02");
        bytes.put(new Released(2, 300), "0802ac02");
        bytes.put(new BarrierQuery(2, 3, 6), "09020306");
        bytes.put(new BarrierAnswer(2, 3, 6, 4), "0a02030604");
        bytes.put(
                new Delegate(5, List.of(new Delegation(new CommitPoint(2, 3, 1, 9), 1_000))),
                "0b" + "0000000000000005" + "01" + "02030109" + "e807");
        bytes.put(new CopyBegin(2, 3, 1, 10, 300), "0c0203010aac02");
        bytes.put(new CopyAbandoned(2, 3, 1), "0f020301");
        bytes.put(new FailedAt(2, 3, 300), "110203ac02");
        bytes.put(
                new Batch(List.of(append), List.of(acknowledge)), "1001" + "0203010a09" + entry + "01" + "0203010b01");
        return bytes;
    }

    private String write(ReplicationMessage message) {
        WireOutput out = WireOutput.onHeap(64);
        codec.write(message, out);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    private ReplicationMessage read(String hex) {
        return codec.read(WireInput.of(HexFormat.of().parseHex(hex)));
    }

    @Test
    void every_message_has_the_bytes_it_always_had() {
        golden().forEach((message, hex) ->
                assertThat(write(message)).as("%s", message).isEqualTo(hex));
    }

    @Test
    void every_message_is_read_as_it_was_written() {
        golden().keySet()
                .forEach(message -> assertThat(write(read(write(message)))).isEqualTo(write(message)));
    }

    @Test
    void pieces_of_copies_are_read_as_they_were_written() {
        CopyPiece piece = (CopyPiece) read(write(new CopyPiece(2, 3, 1, 10, 4, new byte[] {1, 2, 3})));
        assertThat(piece.chunk()).containsExactly(1, 2, 3);
        assertThat(piece.piece()).isEqualTo(4);
        CopyProgress progress = new CopyProgress(2, 3, 1, 4, CopyCursor.start(), 11);
        assertThat(((CopyProgress) read(write(progress))).heldSequence()).isEqualTo(11);
    }

    @Test
    void codes_count_up_from_one_and_are_those_of_the_wire() {
        int code = 1;
        for (Kind kind : Kind.values()) {
            assertThat(kind.code()).isEqualTo(code++);
        }
        golden().forEach((message, hex) ->
                assertThat(message.kind().code()).isEqualTo(HexFormat.fromHexDigits(hex, 0, 2)));
    }

    @Test
    void a_code_that_is_none_is_refused() {
        assertThatThrownBy(() -> read("00")).isInstanceOf(CorruptFrameException.class);
        assertThatThrownBy(() -> read("11")).isInstanceOf(CorruptFrameException.class);
    }

    @Test
    void every_message_concerns_whoever_has_a_partition_of_it() {
        golden().keySet().forEach(message -> {
            assertThat(message.concerns(partition -> partition == 2)).isTrue();
            assertThat(message.concerns(partition -> partition != 2)).isFalse();
            if (message instanceof OfPartition one) {
                assertThat(one.partition()).isEqualTo(2);
            }
        });
    }

    @Test
    void entries_that_do_not_follow_each_other_are_refused() {
        Append gap = new Append(2, 3, 1, 8, 8, List.of(ENTRY));
        assertThatThrownBy(() -> read(write(gap)))
                .isInstanceOf(CorruptFrameException.class)
                .hasMessageContaining("does not follow");
    }
}
