/** What a node does for a partition whose primary it is not: follows, answers for terms, takes copies, answers reads. */
@NullMarked
package io.kith.replication.backup;

import org.jspecify.annotations.NullMarked;
