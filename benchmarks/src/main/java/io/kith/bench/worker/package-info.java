/** The process of a client: runs workloads against one peer and measures them. */
@NullMarked
package io.kith.bench.worker;

import org.jspecify.annotations.NullMarked;
