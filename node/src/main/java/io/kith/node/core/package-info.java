/**
 * The protocol code of one node, wired together without a thread or a socket ({@link io.kith.node.core.NodeCore}): time,
 * chance, messages and timers reach it through its loops' ports.
 */
@NullMarked
package io.kith.node.core;

import org.jspecify.annotations.NullMarked;
