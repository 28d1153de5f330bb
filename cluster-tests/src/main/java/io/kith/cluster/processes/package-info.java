/**
 * Clusters of real node processes on this machine, faults for them by signals and network namespaces, and clients under
 * load whose histories are checked.
 *
 * <p>Begin with {@link io.kith.cluster.processes.ProcessCluster} and {@link io.kith.cluster.processes.Load}; {@link
 * io.kith.cluster.processes.SoakCommand} puts them together.
 */
@NullMarked
package io.kith.cluster.processes;

import org.jspecify.annotations.NullMarked;
