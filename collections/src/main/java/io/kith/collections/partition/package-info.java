/**
 * One partition's state: the sessions and results that let a request take effect once, the collections, and copies of it all
 * for joiners. Knows collections by {@link io.kith.collections.kind} only.
 */
@NullMarked
package io.kith.collections.partition;

import org.jspecify.annotations.NullMarked;
