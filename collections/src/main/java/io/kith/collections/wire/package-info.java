/**
 * What clients, nodes and partitions say to each other about data, as bytes: messages, statuses, results, and the head that
 * all operations share. Knows no collection.
 */
@NullMarked
package io.kith.collections.wire;

import org.jspecify.annotations.NullMarked;
