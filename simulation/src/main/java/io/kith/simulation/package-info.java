/**
 * Processes on virtual time, one seed and a hostile network. The same seed gives the same run.
 *
 * <p>A {@link io.kith.simulation.SimulatedWorld} knows processes, loops, clocks and the network; what runs in the
 * processes sees a {@link io.kith.simulation.SimulatedPort}, as production code sees the real one.
 */
@NullMarked
package io.kith.simulation;

import org.jspecify.annotations.NullMarked;
