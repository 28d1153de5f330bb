package io.kith.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of a partition's log: the entries that are not yet known to be committed everywhere, or that a joiner still
 * needs. What lies before {@link #base()} lives on in the partition's state only.
 */
final class ReplicaLog {
    private static final int COMPACT_AT = 64;

    private final ArrayList<@Nullable LogEntry> entries = new ArrayList<>();
    private int start;
    private long base;
    private long bytes;

    ReplicaLog(long base) {
        this.base = base;
    }

    /** The sequence number before the first entry kept. */
    long base() {
        return base;
    }

    /** The sequence number of the last entry, or of the state if none is kept. */
    long last() {
        return base + entries.size() - start;
    }

    long bytes() {
        return bytes;
    }

    LogEntry get(long sequence) {
        return Objects.requireNonNull(entries.get(start + Math.toIntExact(sequence - base - 1)));
    }

    void append(LogEntry entry) {
        if (entry.sequence() != last() + 1) {
            throw new IllegalStateException("entry " + entry.sequence() + " does not follow " + last());
        }
        entries.add(entry);
        bytes += entry.bytes();
    }

    /** The entries behind {@code after}, up to {@code maxBytes} of them but at least one if there is one. */
    List<LogEntry> from(long after, int maxBytes) {
        if (after < base) {
            throw new IllegalStateException("the log starts behind " + base + ", but " + after + " was asked for");
        }
        List<LogEntry> result = new ArrayList<>();
        long taken = 0;
        for (long sequence = after + 1; sequence <= last(); sequence++) {
            LogEntry entry = get(sequence);
            taken += entry.bytes();
            if (taken > maxBytes && !result.isEmpty()) {
                break;
            }
            result.add(entry);
        }
        return result;
    }

    /** Forgets the entries up to {@code sequence}. */
    void forgetThrough(long sequence) {
        while (base < sequence && start < entries.size()) {
            bytes -= get(base + 1).bytes();
            entries.set(start, null);
            start++;
            base++;
        }
        if (start == entries.size()) {
            entries.clear();
            start = 0;
        } else if (start > COMPACT_AT && start > entries.size() / 2) {
            entries.subList(0, start).clear();
            start = 0;
        }
    }
}
