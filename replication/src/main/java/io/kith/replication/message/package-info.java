/** What replicas of a partition say to each other, and how it is encoded. */
@NullMarked
package io.kith.replication.message;

import org.jspecify.annotations.NullMarked;
