/**
 * Who lives and how well: heartbeats, failure suspicion, measured links and the weighted peer graph.
 *
 * <p>Failure detection follows SWIM (Das, Gupta, Motivala, DSN 2002) with Lifeguard's local health (Dadgar, Phillips,
 * Currey, DSN-W 2018) and Rapid's several observers a node (Suresh et al., ATC 2018). Nothing here decides who is a
 * member; it only says what the config's voters should hear of.
 */
@NullMarked
package io.kith.membership;

import org.jspecify.annotations.NullMarked;
