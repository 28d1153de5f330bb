package io.kith.cluster.processes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What nodes' heaps hold, by the JDK's own {@code jcmd}. */
final class HeapGauge {
    private static final Pattern USED = Pattern.compile("(?:generation|heap)\\s+total (\\d+)K, used (\\d+)K");
    private static final long UNKNOWN = -1;

    private HeapGauge() {}

    /** The bytes that each node's heap holds after a collection, -1 for those that do not say. */
    static List<Long> usedBytes(List<ClusterNode> nodes) {
        List<Long> all = new ArrayList<>();
        for (ClusterNode node : nodes) {
            String jcmd =
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            Shell.tryRun(jcmd, Long.toString(node.pid()), "GC.run");
            Shell.Result info = Shell.tryRun(jcmd, Long.toString(node.pid()), "GC.heap_info");
            all.add(info.exitCode() == 0 ? parse(info.output()) : UNKNOWN);
        }
        return all;
    }

    static long parse(String heapInfo) {
        long kilobytes = 0;
        Matcher used = USED.matcher(heapInfo);
        while (used.find()) {
            kilobytes += Long.parseLong(used.group(2));
        }
        return kilobytes == 0 ? UNKNOWN : kilobytes << 10;
    }

    static String text(List<Long> bytes) {
        return bytes.stream()
                .map(each -> each == UNKNOWN ? "?" : String.format(Locale.ROOT, "%.1f MB", each / 1048576.0))
                .collect(Collectors.joining(", "));
    }

    /**
     * The bytes of a size as -Xmx takes it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static long bytes(String size) {
        Matcher parts = Pattern.compile("(\\d{1,9})([kKmMgG]?)").matcher(size);
        if (!parts.matches()) {
            throw new IllegalArgumentException(size + " is no size of a heap, such as 256m or 1g");
        }
        int shift = switch (parts.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        return Long.parseLong(parts.group(1)) << shift;
    }
}
