/** Rights that run out: grants given and received, read leases delegated and held, and what ends them all at once. */
@NullMarked
package io.kith.replication.lease;

import org.jspecify.annotations.NullMarked;
