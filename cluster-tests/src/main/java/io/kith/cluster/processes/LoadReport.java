package io.kith.cluster.processes;

import java.util.List;
import java.util.Map;

/**
 * What clients under load have seen.
 *
 * @param operations how many operations succeeded
 * @param failures how many did not, by what the user was told
 * @param lostWrites acknowledged writes that are not to be found
 * @param staleReads reads of something older than what had been acknowledged before
 * @param doubleApplications writes that took effect twice
 * @param linearizable how many histories are linearizable
 * @param notLinearizable how many are not
 * @param undecided how many took too long to decide
 * @param violations the first of those that are not, with their histories
 */
public record LoadReport(
        long operations,
        Map<String, Integer> failures,
        long lostWrites,
        long staleReads,
        long doubleApplications,
        long linearizable,
        long notLinearizable,
        long undecided,
        List<String> violations) {

    /** Whether nothing contradicts what is promised. */
    public boolean isRight() {
        return lostWrites + staleReads + doubleApplications + notLinearizable == 0;
    }
}
