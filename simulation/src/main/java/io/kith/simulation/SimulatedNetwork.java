package io.kith.simulation;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.FrameBytes;
import io.kith.transport.Message;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The network between all processes. Each pair of processes has a connection per direction and loop, and messages of a
 * connection arrive in order unless an option says otherwise; nothing else is promised.
 */
public final class SimulatedNetwork {
    private static final int MAX_FRAME_BYTES = 1 << 24;
    private static final long FOREVER_NANOS = Long.MAX_VALUE / 2;

    private final SimulatedWorld world;
    private final SplittableRandom random;
    private final @Nullable FrameBytes frames;
    private final List<Cut> cuts = new ArrayList<>();
    private final Map<Long, Connection> connections = new HashMap<>();
    private MessageObserver observer = (sender, receiver, message) -> {};
    private NetworkOptions options;
    private Censor censor = (sender, receiver, message) -> true;
    private long sent;
    private long lost;
    private long corrupted;

    /** Says which messages get through, for schedules that pick those to hit. */
    public interface Censor {
        /** Whether {@code message} may go on its way. */
        boolean passes(SimulatedProcess sender, SimulatedProcess receiver, Message message);
    }

    private static final class Connection {
        private long lastArrivalNanos;
    }

    SimulatedNetwork(SimulatedWorld world, NetworkOptions options, @Nullable MessageCodecs codecs) {
        this.world = world;
        this.options = options;
        this.frames = codecs == null ? null : new FrameBytes(codecs, MAX_FRAME_BYTES);
        this.random = world.streams().of("network");
    }

    /** Messages given to the network. */
    public long sent() {
        return sent;
    }

    /** Messages that did not arrive, corrupt ones included. */
    public long lost() {
        return lost;
    }

    /** Messages whose bytes were changed on the way. */
    public long corrupted() {
        return corrupted;
    }

    /** Tells {@code next} of every message from now on. */
    public void observe(MessageObserver next) {
        observer = next;
    }

    /** Makes the network better or worse from now on. */
    public void become(NetworkOptions next) {
        options = next;
    }

    /** Lets {@code next} decide about every message from now on, before anything else can happen to it. */
    public void censor(Censor next) {
        censor = next;
    }

    /** Cuts the ways from some processes to some others for a while. */
    public void cut(BitSet from, BitSet to, long durationNanos, long flapNanos, boolean holds) {
        long nowNanos = world.time().nowNanos();
        cuts.add(new Cut(from, to, nowNanos, nowNanos + durationNanos, flapNanos, holds));
    }

    /** Cuts the way from one process to another until all is mended. */
    public void cut(SimulatedProcess from, SimulatedProcess to) {
        BitSet sender = new BitSet();
        sender.set(from.index());
        BitSet receiver = new BitSet();
        receiver.set(to.index());
        cut(sender, receiver, FOREVER_NANOS, 0, false);
    }

    /** Ends all cuts. */
    public void mend() {
        cuts.clear();
    }

    /** Whether a message from {@code sender} to {@code receiver} would get through now. */
    public boolean reaches(SimulatedProcess sender, SimulatedProcess receiver) {
        return cutBetween(sender.index(), receiver.index()) == null;
    }

    void send(SimulatedProcess sender, int lane, NodeId to, Message message) {
        SimulatedProcess receiver = world.process(to);
        if (receiver == null || receiver.isCrashed()) {
            return;
        }
        if (!censor.passes(sender, receiver, message)) {
            lost++;
            return;
        }
        sent++;
        observer.sent(sender, receiver, message);
        byte[] payload = encode(message);
        long nowNanos = world.time().nowNanos();
        if (world.trace().isRead()) {
            world.note(sender + " -> " + receiver + " " + message);
        }
        world.trace()
                .event(nowNanos, "send", (long) sender.index() << 32 | receiver.index(), checksum(payload, message));
        if (sender == receiver) {
            world.time().after(0, () -> arrive(sender, receiver, lane, message, payload, false));
            return;
        }
        Cut cut = cutBetween(sender.index(), receiver.index());
        if ((cut != null && !cut.holds()) || chance(options.drop())) {
            lost++;
            return;
        }
        if (chance(options.duplicate())) {
            long againNanos = nowNanos + delayNanos() + delayNanos();
            world.time().at(againNanos, () -> arrive(sender, receiver, lane, message, payload, false));
        }
        long arrivalNanos = (cut == null ? nowNanos : cut.openNanos(nowNanos)) + delayNanos();
        if (!chance(options.reorder())) {
            Connection connection = connections.computeIfAbsent(
                    ((long) sender.index() << 32 | receiver.index()) << 5 | lane, key -> new Connection());
            arrivalNanos = Math.max(arrivalNanos, connection.lastArrivalNanos);
            connection.lastArrivalNanos = arrivalNanos;
        }
        boolean corrupt = chance(options.corrupt());
        world.time().at(arrivalNanos, () -> arrive(sender, receiver, lane, message, payload, corrupt));
    }

    private void arrive(
            SimulatedProcess sender,
            SimulatedProcess receiver,
            int lane,
            Message message,
            byte @Nullable [] payload,
            boolean corrupt) {
        if (corrupt) {
            corrupted++;
            lost++;
            if (payload != null) {
                requireNoticed(payload);
            }
            return;
        }
        Message received = frames == null || payload == null ? message : frames.read(payload);
        if (received == null) {
            throw new SimulationFailure("FRAME " + message + " is read as an incomplete frame");
        }
        receiver.portOf(lane).deliver(sender.id(), received);
    }

    /** Changes some bits of a frame, as bad hardware would: then it must be lost, and never be another message. */
    private void requireNoticed(byte[] frame) {
        byte[] changed = frame.clone();
        int bits = 1 + random.nextInt(3);
        int first = random.nextInt(changed.length * 8);
        for (int bit = first; bit < Math.min(first + bits, changed.length * 8); bit++) {
            changed[bit >> 3] ^= (byte) (1 << (bit & 7));
        }
        Message received = null;
        try {
            received = frames == null ? null : frames.read(changed);
        } catch (CorruptFrameException e) {
            world.note("a frame was corrupted and is lost: " + e.getMessage());
        }
        if (received != null) {
            throw new SimulationFailure("FRAME a changed frame is taken for " + received);
        }
    }

    private @Nullable Cut cutBetween(int sender, int receiver) {
        if (cuts.isEmpty()) {
            return null;
        }
        long nowNanos = world.time().nowNanos();
        cuts.removeIf(cut -> cut.endNanos() <= nowNanos);
        Cut holding = null;
        for (Cut cut : cuts) {
            if (cut.severs(sender, receiver, nowNanos)) {
                if (!cut.holds()) {
                    return cut;
                }
                holding = cut;
            }
        }
        return holding;
    }

    private long delayNanos() {
        long nanos = options.minDelayNanos() + random.nextLong(options.spreadNanos());
        return chance(options.longDelay()) ? nanos + random.nextLong(options.longDelayNanos()) : nanos;
    }

    private boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    private byte @Nullable [] encode(Message message) {
        return frames == null ? null : frames.write(message);
    }

    private static long checksum(byte @Nullable [] payload, Message message) {
        return payload == null ? message.getClass().getSimpleName().hashCode() : crc(payload);
    }

    private static long crc(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return crc.getValue();
    }
}
