package io.kith.replication.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.CopyCursor;
import io.kith.replication.log.LogEntry;
import io.kith.simulation.GoldenBytes;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Family 4. */
final class ReplicationGoldenTest {

    @Test
    void the_bytes_of_each_message_are_those_that_are_kept() {
        assertThat(GoldenBytes.complaints(
                        getClass(),
                        "family-4.txt",
                        MessageCodecs.of(new ReplicationMessageCodec()),
                        ReplicationMessage.class,
                        samples()))
                .isEmpty();
    }

    private static Map<String, ReplicationMessage> samples() {
        Map<String, ReplicationMessage> samples = new TreeMap<>();
        NodeId b = new NodeId(-1, 2);
        LogEntry entry = new LogEntry(4, new LogCommand(300, b, 8, 9, 7, 1_700_000_000_000L, new byte[] {1, 2}));
        ReplicationMessage.CommitPoint point = new ReplicationMessage.CommitPoint(17, 5, 1, 299);
        ReplicationMessage.Append append = new ReplicationMessage.Append(17, 5, 1, 299, 298, List.of(entry));
        ReplicationMessage.Acknowledge acknowledge = new ReplicationMessage.Acknowledge(17, 5, 1, 300, true);
        samples.put("append", append);
        samples.put("acknowledge", acknowledge);
        samples.put("batch", new ReplicationMessage.Batch(List.of(append), List.of(acknowledge)));
        samples.put("commitNotice", new ReplicationMessage.CommitNotice(List.of(point)));
        samples.put("staleTerm", new ReplicationMessage.StaleTerm(17, 6));
        samples.put("adoptTerm", new ReplicationMessage.AdoptTerm(17, 6, 300));
        samples.put("termAdopted", new ReplicationMessage.TermAdopted(17, 6, 300, List.of(entry)));
        samples.put("releaseRequest", new ReplicationMessage.ReleaseRequest(17, 42));
        samples.put("released", new ReplicationMessage.Released(17, 42));
        samples.put("barrierQuery", new ReplicationMessage.BarrierQuery(17, 5, 3));
        samples.put("barrierAnswer", new ReplicationMessage.BarrierAnswer(17, 5, 3, 6));
        samples.put(
                "delegate",
                new ReplicationMessage.Delegate(
                        0x1122334455667788L, List.of(new ReplicationMessage.Delegation(point, 500_000_000L))));
        samples.put("copyBegin", new ReplicationMessage.CopyBegin(17, 5, 2, 300, 42));
        samples.put("copyBeginOfBytes", new ReplicationMessage.CopyBegin(17, 5, 2, 300, 42, 1_000));
        samples.put("copyRefused", ReplicationMessage.CopyProgress.refusal(17, 5, 2));
        samples.put("copyPiece", new ReplicationMessage.CopyPiece(17, 5, 2, 301, 1, new byte[] {3, 4}));
        samples.put("copyProgress", new ReplicationMessage.CopyProgress(17, 5, 2, 1, CopyCursor.start(), 301));
        samples.put("copyAbandoned", new ReplicationMessage.CopyAbandoned(17, 5, 2));
        samples.put("failedAt", new ReplicationMessage.FailedAt(17, 5, 300));
        return samples;
    }
}
