package io.kith.config;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of members of late, as a part of the config: whoever holds the config can tell what happened since any
 * version that is not too long ago, wherever it was meanwhile. Immutable.
 */
public final class MemberJournal {
    /** The most events that are kept. */
    static final int MAX_EVENTS = 512;

    private final ImmutableList<MemberEvent> events;
    private final long completeSince;

    /**
     * Makes a journal of its parts.
     *
     * @param events the kept ones, oldest first
     * @param completeSince the version after which no event is missing
     */
    MemberJournal(ImmutableList<MemberEvent> events, long completeSince) {
        this.events = events;
        this.completeSince = completeSince;
    }

    /** The journal of config 1. */
    static MemberJournal founding(Member founder) {
        return new MemberJournal(
                ImmutableList.of(new MemberEvent(1, MemberEvent.Kind.JOINED, founder.id(), founder.address())), 0);
    }

    /** The events of late, oldest first. */
    public ImmutableList<MemberEvent> events() {
        return events;
    }

    /** The version after which no event is missing in {@link #events}. */
    public long completeSince() {
        return completeSince;
    }

    /** The journal with {@code more} behind. */
    MemberJournal with(List<MemberEvent> more) {
        if (more.isEmpty()) {
            return this;
        }
        int drop = Math.max(0, events.size() + more.size() - MAX_EVENTS);
        ImmutableList<MemberEvent> all =
                ImmutableList.<MemberEvent>builder().addAll(events).addAll(more).build();
        return drop == 0
                ? new MemberJournal(all, completeSince)
                : new MemberJournal(
                        ImmutableList.copyOf(all.subList(drop, all.size())),
                        all.get(drop - 1).configId());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MemberJournal that && completeSince == that.completeSince && events.equals(that.events);
    }

    @Override
    public int hashCode() {
        return Objects.hash(events, completeSince);
    }
}
