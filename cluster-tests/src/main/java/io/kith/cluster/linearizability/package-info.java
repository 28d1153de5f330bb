/**
 * Decides whether what clients saw can be explained by one order of atomic operations.
 *
 * <p>Record with {@link io.kith.cluster.linearizability.HistoryRecorder} (one thread, given time) or
 * {@link io.kith.cluster.linearizability.ConcurrentHistoryRecorder} (real threads, real time), then ask
 * {@link io.kith.cluster.linearizability.LinearizabilityChecker}.
 */
@NullMarked
package io.kith.cluster.linearizability;

import org.jspecify.annotations.NullMarked;
