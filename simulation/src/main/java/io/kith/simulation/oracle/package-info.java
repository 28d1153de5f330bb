/**
 * What must hold in a cluster of replicas: at every instant ({@link io.kith.simulation.oracle.ClusterOracle}) and once
 * nothing disturbs it ({@link io.kith.simulation.oracle.SettlingCheck}).
 */
@NullMarked
package io.kith.simulation.oracle;

import org.jspecify.annotations.NullMarked;
