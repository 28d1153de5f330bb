/**
 * Decides whether what clients saw can be explained by one order of atomic operations.
 *
 * <p>Record with {@link io.kith.simulation.history.HistoryRecorder} (one thread, given time) or
 * {@link io.kith.simulation.history.ConcurrentHistoryRecorder} (real threads, real time), then ask
 * {@link io.kith.simulation.history.LinearizabilityChecker}.
 */
@NullMarked
package io.kith.simulation.history;

import org.jspecify.annotations.NullMarked;
