/** Clusters of hundreds of nodes, simulated: membership and config without data. */
@NullMarked
package io.kith.cluster.large;

import org.jspecify.annotations.NullMarked;
