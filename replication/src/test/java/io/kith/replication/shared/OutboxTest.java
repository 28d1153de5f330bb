package io.kith.replication.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.kind.LogCommand;
import io.kith.replication.log.LogEntry;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.Batch;
import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class OutboxTest {
    private static final NodeId A = new NodeId(1, 1);
    private static final NodeId B = new NodeId(2, 2);

    private final List<Sent> sent = new ArrayList<>();
    private final Outbox outbox = new Outbox(new Port());

    private record Sent(NodeId to, Message message) {}

    private final class Port implements ProtocolPort {
        @Override
        public void send(NodeId to, Message message) {
            sent.add(new Sent(to, message));
        }

        @Override
        public Cancellable schedule(long delayNanos, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Clock clock() {
            throw new UnsupportedOperationException();
        }

        @Override
        public RandomGenerator random() {
            throw new UnsupportedOperationException();
        }
    }

    private static Append append(int partition, int bytes) {
        LogCommand command = new LogCommand(1, A, 1, 1, 1, 1, new byte[bytes]);
        return new Append(partition, 1, 0, 0, 0, List.of(new LogEntry(1, command)));
    }

    private static Acknowledge acknowledge(int partition) {
        return new Acknowledge(partition, 1, 0, 1, false);
    }

    @Test
    void allThatATurnMadeForANodeGoesInOneMessageInOrder() {
        Append first = append(1, 10);
        Append second = append(2, 10);
        outbox.add(B, first);
        outbox.add(A, acknowledge(7));
        outbox.add(B, acknowledge(8));
        outbox.add(B, second);
        assertThat(sent).as("before the turn ends").isEmpty();
        outbox.send();
        assertThat(sent)
                .containsExactly(
                        new Sent(A, acknowledge(7)),
                        new Sent(B, new Batch(List.of(first, second), List.of(acknowledge(8)))));
        outbox.send();
        assertThat(sent).as("each is sent once").hasSize(2);
    }

    @Test
    void aMessageIsBounded() {
        for (int i = 0; i < 10; i++) {
            outbox.add(B, append(i, 20_000));
        }
        outbox.add(B, append(10, 1 << 20));
        outbox.add(B, append(11, 10));
        outbox.send();
        List<Integer> partitions = new ArrayList<>();
        for (Sent each : sent) {
            if (each.message() instanceof Batch batch) {
                long bytes = 0;
                for (Append part : batch.appends()) {
                    bytes += part.entries().get(0).bytes();
                    partitions.add(part.partition());
                }
                assertThat(bytes).isLessThanOrEqualTo(Outbox.BATCH_BYTES);
            } else {
                partitions.add(((Append) each.message()).partition());
            }
        }
        assertThat(partitions).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(sent).as("a part that alone is as large goes alone").hasSizeBetween(6, 8);
    }

    @Test
    void whatMustNotBeOvertakenGoesAtOnce() {
        outbox.add(A, append(1, 10));
        outbox.add(B, append(2, 10));
        outbox.send(B);
        assertThat(sent).containsExactly(new Sent(B, sent.get(0).message()));
        outbox.send();
        assertThat(sent).hasSize(2);
    }
}
