package io.kith.replication.log;

import io.kith.collections.partition.Completion;
import java.util.List;

/**
 * The one way in which committed entries leave replication: partition by partition in the order of its log, each once at
 * each node that applies it, right after that. Answers are served from here.
 */
@FunctionalInterface
public interface Commits {

    /**
     * An entry was committed and applied.
     *
     * @param term the term in which this node knows it to be committed; the entry may be of a lower one
     * @param primary whether this node committed it, as primary of that term; else it was told
     * @param outcome the requests that it completed, with their results: its own, and those that waited for it
     */
    void committed(int partition, long term, boolean primary, LogEntry entry, List<Completion> outcome);

    /** The entry that is told next is struck out: it was refused, whatever it is, and changed nothing. */
    default void struckOut(int partition, long sequence) {}
}
