/**
 * Whole clusters on virtual time, one seed and a hostile network. The same seed gives the same run.
 *
 * <p>The kernel ({@link io.kith.cluster.simulation.SimulatedWorld}) knows processes, loops, clocks and the network. What
 * runs in the processes are the production protocol classes.
 */
@NullMarked
package io.kith.cluster.simulation;

import org.jspecify.annotations.NullMarked;
