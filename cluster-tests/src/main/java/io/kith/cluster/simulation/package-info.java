/**
 * Whole clusters on the kernel of {@link io.kith.simulation}, with clients whose histories are judged. What runs in the
 * processes are the production protocol classes.
 */
@NullMarked
package io.kith.cluster.simulation;

import org.jspecify.annotations.NullMarked;
