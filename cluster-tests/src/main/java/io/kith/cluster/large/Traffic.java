package io.kith.cluster.large;

import io.kith.collections.wire.ClientMessageCodec;
import io.kith.config.ConfigMessageCodec;
import io.kith.membership.MembershipCodec;
import io.kith.replication.message.ReplicationMessageCodec;
import io.kith.simulation.SimulatedProcess;
import io.kith.transport.FrameBytes;
import io.kith.transport.Message;
import io.kith.transport.MessageCodecs;
import java.util.Arrays;

/** Counts what each process sends and receives. */
final class Traffic {
    private static final int MAX_FRAME_BYTES = 1 << 24;

    private final FrameBytes frames = new FrameBytes(
            MessageCodecs.of(
                    new MembershipCodec(),
                    new ConfigMessageCodec(),
                    new ReplicationMessageCodec(),
                    new ClientMessageCodec()),
            MAX_FRAME_BYTES);
    private final long[] sent;
    private final long[] received;
    private final long[] bytes;

    Traffic(int processes) {
        sent = new long[processes];
        received = new long[processes];
        bytes = new long[processes];
    }

    void count(SimulatedProcess sender, SimulatedProcess receiver, Message message) {
        if (sender != receiver) {
            sent[sender.index()]++;
            received[receiver.index()]++;
            bytes[sender.index()] += frames.write(message).length;
        }
    }

    double sentMean() {
        return mean(sent);
    }

    long sentMax() {
        return max(sent);
    }

    long receivedMax() {
        return max(received);
    }

    double bytesMean() {
        return mean(bytes);
    }

    long bytesMax() {
        return max(bytes);
    }

    private static double mean(long[] counts) {
        return Arrays.stream(counts).average().orElse(0);
    }

    private static long max(long[] counts) {
        return Arrays.stream(counts).max().orElse(0);
    }
}
