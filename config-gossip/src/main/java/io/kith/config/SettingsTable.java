package io.kith.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.kith.transport.NodeId;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a config: what each is now, and how they came to be so, as far back as there is room for. Immutable.
 */
public final class SettingsTable {
    /** The most revisions that are kept. */
    static final int MAX_REVISIONS = 1_000;

    /** The most characters that the kept revisions have together. */
    static final int MAX_HISTORY_LENGTH = 1 << 17;

    private final ImmutableSortedMap<String, SettingRevision> current;
    private final ImmutableSortedMap<String, String> values;
    private final ImmutableList<SettingRevision> history;
    private final long completeSince;
    private final int historyLength;

    /**
     * Makes a table from its parts.
     *
     * @param current for each setting that is set, the revision that did it
     * @param history the revisions that are kept, oldest first
     * @param completeSince the version from which on no revision is missing in {@code history}
     */
    SettingsTable(
            ImmutableSortedMap<String, SettingRevision> current,
            ImmutableList<SettingRevision> history,
            long completeSince) {
        this.current = current;
        this.history = history;
        this.completeSince = completeSince;
        ImmutableSortedMap.Builder<String, String> all = ImmutableSortedMap.naturalOrder();
        current.forEach((key, revision) -> all.put(key, Objects.requireNonNull(revision.value())));
        this.values = all.build();
        this.historyLength = history.stream().mapToInt(SettingRevision::length).sum();
    }

    /** The settings of config 1. */
    static SettingsTable founding(NodeId founder, ImmutableSortedMap<String, String> values) {
        ImmutableSortedMap.Builder<String, SettingRevision> current = ImmutableSortedMap.naturalOrder();
        values.forEach(
                (key, value) -> current.put(key, new SettingRevision(1, key, value, null, founder, "genesis", 0, 0)));
        ImmutableSortedMap<String, SettingRevision> all = current.build();
        return new SettingsTable(all, ImmutableList.copyOf(all.values()), 1);
    }

    /** What each setting is now, in the order of the keys; those with no value of their own are not in it. */
    public ImmutableSortedMap<String, String> values() {
        return values;
    }

    /** The revision that gave {@code key} its value; null if it is not set. */
    public @Nullable SettingRevision revision(String key) {
        return current.get(key);
    }

    /** For each setting that is set the revision that did it, in the order of the keys. */
    public ImmutableList<SettingRevision> current() {
        return current.values().asList();
    }

    /** The version of {@code key}: the config_id in which it got its value; 0 if it is not set. */
    public long version(String key) {
        SettingRevision revision = current.get(key);
        return revision == null ? 0 : revision.configId();
    }

    /** The revisions of late, oldest first. */
    public ImmutableList<SettingRevision> history() {
        return history;
    }

    /** The oldest config_id for which {@link #valuesAt} still knows the settings. */
    public long completeSince() {
        return completeSince;
    }

    /** Whether the change with that nonce is among the revisions that are kept. */
    boolean hasNonce(long nonce) {
        return nonce != 0 && history.stream().anyMatch(revision -> revision.nonce() == nonce);
    }

    /**
     * What the settings were in config {@code configId}.
     *
     * @throws IllegalArgumentException if that is longer ago than revisions are kept
     */
    public ImmutableSortedMap<String, String> valuesAt(long configId) {
        if (configId < completeSince) {
            throw new IllegalArgumentException("the settings of config_id " + configId
                    + " are no longer known; the oldest that are known are those of " + completeSince);
        }
        TreeMap<String, String> then = new TreeMap<>(values);
        for (SettingRevision revision : history.reverse()) {
            if (revision.configId() <= configId) {
                break;
            }
            String previous = revision.previous();
            if (previous == null) {
                then.remove(revision.key());
            } else {
                then.put(revision.key(), previous);
            }
        }
        return ImmutableSortedMap.copyOfSorted(then);
    }

    /** The table after one more revision. */
    SettingsTable with(SettingRevision revision) {
        TreeMap<String, SettingRevision> next = new TreeMap<>(current);
        if (revision.value() == null) {
            next.remove(revision.key());
        } else {
            next.put(revision.key(), revision);
        }
        int length = historyLength + revision.length();
        int from = 0;
        long since = completeSince;
        while (from < history.size() && (history.size() + 1 - from > MAX_REVISIONS || length > MAX_HISTORY_LENGTH)) {
            SettingRevision oldest = history.get(from++);
            length -= oldest.length();
            since = oldest.configId();
        }
        ImmutableList<SettingRevision> kept = ImmutableList.<SettingRevision>builder()
                .addAll(history.subList(from, history.size()))
                .add(revision)
                .build();
        return new SettingsTable(ImmutableSortedMap.copyOfSorted(next), kept, since);
    }

    /** Roughly how many bytes it takes to send. */
    int encodedLength() {
        return historyLength
                + current.values().stream().mapToInt(SettingRevision::length).sum();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SettingsTable that
                && completeSince == that.completeSince
                && current.equals(that.current)
                && history.equals(that.history);
    }

    @Override
    public int hashCode() {
        return Objects.hash(current, completeSince);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
