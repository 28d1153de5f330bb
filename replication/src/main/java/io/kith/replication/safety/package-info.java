/** The rules that make replication safe, each stated once, and what is thrown where something that must hold does not. */
@NullMarked
package io.kith.replication.safety;

import org.jspecify.annotations.NullMarked;
