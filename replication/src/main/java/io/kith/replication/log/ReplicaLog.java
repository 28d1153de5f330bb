package io.kith.replication.log;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.PartitionOperations;
import io.kith.replication.safety.InvariantViolation;
import io.kith.replication.safety.SafetyRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of a partition's log: the entries that are not yet known to be committed everywhere, or that a joiner still
 * needs. What lies before {@link #base()} lives on in the partition's state only.
 */
public final class ReplicaLog implements Journal.Persisted {
    private static final int COMPACT_AT = 64;

    private @Nullable LogEntry[] entries = new LogEntry[8];
    /** For each entry, the bytes of all entries ever appended up to it. */
    private long[] bytesThrough = new long[8];

    private final int partition;
    private final SafetyRules rules;
    private final Journal journal;
    private final Runnable whenPersisted;
    private final List<Strike> strikes = new ArrayList<>(0);
    private boolean awaited;
    private int start;
    private int end;
    private long base;
    private long lastTerm;
    private long persisted;
    private long committed;
    private long bytesBefore;
    private long bytesAppended;

    /** Entries from one on, up to the one that says so, that are to be refused. */
    private record Strike(long from, long by) {}

    /**
     * Begins behind {@code base}.
     *
     * @param whenPersisted what to do when more of it is persisted, after that was {@linkplain #awaitPersisted awaited}
     */
    ReplicaLog(int partition, long base, Journal journal, Runnable whenPersisted, SafetyRules rules) {
        this.partition = partition;
        this.base = base;
        this.persisted = base;
        this.committed = base;
        this.journal = journal;
        this.whenPersisted = whenPersisted;
        this.rules = rules;
    }

    /** The sequence number before the first entry kept. */
    public long base() {
        return base;
    }

    /** The sequence number of the last entry, or of the state if none is kept. */
    public long last() {
        return base + end - start;
    }

    /** The state is that after this entry. */
    public long committed() {
        return committed;
    }

    /** The next entry is applied. */
    void oneMoreCommitted() {
        committed++;
    }

    /** What the entries kept take, in bytes. */
    public long bytes() {
        return bytesAppended - bytesBefore;
    }

    /** What the entries behind {@code after} up to {@code through} take; both between {@link #base} and {@link #last}. */
    public long bytesBetween(long after, long through) {
        return bytesThrough(through) - bytesThrough(after);
    }

    private long bytesThrough(long sequence) {
        return sequence <= base ? bytesBefore : bytesThrough[index(sequence)];
    }

    /** The entry at {@code sequence}, which is kept. */
    public LogEntry get(long sequence) {
        return Objects.requireNonNull(entries[index(sequence)]);
    }

    private int index(long sequence) {
        return start + Math.toIntExact(sequence - base - 1);
    }

    /** Adds the next entry. */
    public void append(LogEntry entry) {
        if (entry.sequence() != last() + 1) {
            throw new InvariantViolation(
                    "a log has no gaps, but its last is " + last(), partition, entry.term(), entry.sequence());
        }
        if (entry.term() != lastTerm) {
            termBegins(entry);
        }
        if (end == entries.length) {
            makeRoom();
        }
        bytesAppended += entry.bytes();
        entries[end] = entry;
        bytesThrough[end] = bytesAppended;
        end++;
        journal.append(partition, entry, this);
    }

    private void termBegins(LogEntry first) {
        if (first.term() < lastTerm) {
            rules.broken(new InvariantViolation(
                    "terms never go down in a log, but one is " + lastTerm, partition, first.term(), first.sequence()));
        }
        lastTerm = first.term();
        long struckOutFrom = PartitionOperations.struckOutFrom(first.command().operation());
        if (struckOutFrom > 0 && first.command().session().equals(LogCommand.NO_SESSION)) {
            strikes.add(new Strike(struckOutFrom, first.sequence()));
        }
    }

    /** The term of the last entry there was. */
    public long lastTerm() {
        return lastTerm;
    }

    /** Whether any entry that is not committed yet may be struck out. */
    boolean hasStrikes() {
        return !strikes.isEmpty();
    }

    /** Whether the entry at {@code sequence}, which is the next to be committed, is struck out. */
    boolean isStruckOut(long sequence) {
        strikes.removeIf(strike -> strike.by < sequence);
        return strikes.stream().anyMatch(strike -> strike.from <= sequence && sequence < strike.by);
    }

    /** The sequence number of the last entry that is persisted, with all before it. */
    public long persisted() {
        return persisted;
    }

    /** Somebody waits until more is persisted, of the log or of a copy. */
    public void awaitPersisted() {
        awaited = true;
    }

    @Override
    public void persisted(long through) {
        persisted = Math.max(persisted, through);
        morePersisted();
    }

    /** More is persisted. */
    void morePersisted() {
        if (awaited) {
            awaited = false;
            whenPersisted.run();
        }
    }

    private void makeRoom() {
        int kept = end - start;
        int capacity = kept > entries.length / 2 ? entries.length * 2 : entries.length;
        entries = Arrays.copyOf(Arrays.copyOfRange(entries, start, end), capacity);
        bytesThrough = Arrays.copyOf(Arrays.copyOfRange(bytesThrough, start, end), capacity);
        start = 0;
        end = kept;
    }

    /** The entries behind {@code after}, up to {@code maxBytes} of them but at least one if there is one. */
    public List<LogEntry> from(long after, long maxBytes) {
        if (after < base) {
            throw new IllegalStateException("the log starts behind " + base + ", but " + after + " was asked for");
        }
        if (after + 1 == last()) {
            return List.of(get(after + 1));
        }
        List<LogEntry> result = new ArrayList<>();
        for (long sequence = after + 1; sequence <= last(); sequence++) {
            if (bytesBetween(after, sequence) > maxBytes && !result.isEmpty()) {
                break;
            }
            result.add(get(sequence));
        }
        return result;
    }

    /** Forgets the entries up to {@code sequence}. */
    public void forgetThrough(long sequence) {
        while (base < sequence && start < end) {
            bytesBefore = bytesThrough[start];
            entries[start] = null;
            start++;
            base++;
        }
        if (start == end) {
            start = 0;
            end = 0;
            if (entries.length > COMPACT_AT) {
                entries = new LogEntry[8];
                bytesThrough = new long[8];
            }
        }
    }
}
