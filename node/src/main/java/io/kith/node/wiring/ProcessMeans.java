package io.kith.node.wiring;

import io.kith.transport.IntakeLimits;
import io.kith.transport.TransportSettings;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process has to take in connections and frames with.
 *
 * @param memoryBytes what its heap, and what its direct buffers may have; the smaller of both
 * @param descriptors how many it may have open, {@link #UNKNOWN} if the system does not say
 * @param open how many it has open
 */
record ProcessMeans(long memoryBytes, long descriptors, long open) {
    /** As many as no process has. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(ProcessMeans.class);
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final String OPEN_FILES = "Max open files";

    private static final int FRAMES_SHARE = 16;
    private static final int CONNECTIONS_SHARE = 2;
    private static final int UNSENT_SHARE = 16;
    private static final long MAX_UNSENT_BYTES = 64 << 20;
    private static final int MIN_CLIENTS_BY_MEMORY = 64;
    private static final int MAX_HALF_OPEN = 256;
    private static final int MIN_HALF_OPEN = 4;
    private static final int MIN_FOR_NODES = 8;
    private static final int MAX_FOR_NODES = 4_096;
    private static final int MIN_NODE_LINKS = 64;
    private static final int MAX_NODE_LINKS = 1 << 16;
    private static final int SPARE = 4;

    /** Those of this process. */
    static ProcessMeans ofThisProcess() {
        return new ProcessMeans(
                Math.min(Runtime.getRuntime().maxMemory(), PlatformDependent.maxDirectMemory()),
                descriptorLimit(),
                openDescriptors());
    }

    private static long descriptorLimit() {
        if (Files.isReadable(LIMITS)) {
            try {
                return parse(Files.readAllLines(LIMITS));
            } catch (IOException e) {
                LOG.debug("cannot tell how many descriptors there are", e);
            }
        }
        return UNKNOWN;
    }

    /** The limit that {@code lines} of Linux's {@code /proc/PID/limits} say. */
    static long parse(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith(OPEN_FILES)) {
                String soft = line.substring(OPEN_FILES.length()).strip().split("\\s+", 2)[0];
                return soft.matches("\\d{1,18}") ? Long.parseLong(soft) : UNKNOWN;
            }
        }
        return UNKNOWN;
    }

    private static long openDescriptors() {
        if (Files.isReadable(OPEN)) {
            try (Stream<Path> all = Files.list(OPEN)) {
                return all.count();
            } catch (IOException e) {
                LOG.debug("cannot tell how many descriptors are open", e);
            }
        }
        return 0;
    }

    /** What a node with these means takes in that is asked for {@code wishes}. */
    IntakeLimits limits(IntakeWishes wishes) {
        long share = Math.max(memoryBytes / FRAMES_SHARE, wishes.frameBytes());
        long clientFrames = wishes.receiveLimitBytes() > 0 ? wishes.receiveLimitBytes() : share;
        int clients = wishes.maxConnections() > 0 ? wishes.maxConnections() : clients();
        int perAddress = wishes.maxConnectionsPerAddress() > 0
                ? wishes.maxConnectionsPerAddress()
                : (int) Math.max(1, clients * 3L / 4);
        int nodeLinks = (int) Math.max(MIN_NODE_LINKS, Math.min(MAX_NODE_LINKS, descriptors / 2));
        return new IntakeLimits(clientFrames, Math.max(clientFrames, share), share, clients, perAddress, nodeLinks);
    }

    private int clients() {
        long byMemory = Math.max(
                MIN_CLIENTS_BY_MEMORY, memoryBytes / CONNECTIONS_SHARE / TransportSettings.CONNECTION_ALLOWANCE_BYTES);
        // Kept for links of nodes both ways, for those in the handshake, as many again that are just being refused, and
        // files.
        long forNodes = Math.max(MIN_FOR_NODES, Math.min(MAX_FOR_NODES, descriptors / 8));
        long byDescriptors = descriptors - open - forNodes - 2L * halfOpen() - SPARE;
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, Math.min(byMemory, byDescriptors)));
    }

    /** How much may be unsent on one connection: two of the largest frames, more where there is memory. */
    int maxUnsentBytes(IntakeWishes wishes) {
        long least = 2 * wishes.frameBytes();
        return (int)
                Math.min(Integer.MAX_VALUE, Math.max(least, Math.min(MAX_UNSENT_BYTES, memoryBytes / UNSENT_SHARE)));
    }

    /** How many connections may be in the handshake at a time. */
    int halfOpen() {
        return (int) Math.max(MIN_HALF_OPEN, Math.min(MAX_HALF_OPEN, descriptors / 16));
    }
}
