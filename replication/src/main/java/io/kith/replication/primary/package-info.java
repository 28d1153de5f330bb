/** What a primary does in its term: activates, orders, commits, answers, copies to joiners, hands over. */
@NullMarked
package io.kith.replication.primary;

import org.jspecify.annotations.NullMarked;
