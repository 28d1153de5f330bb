/**
 * What every kind of collection is to a partition: its state, its operations, each declared once, what is due in it, and how
 * it is copied. Knows no kind in particular.
 */
@NullMarked
package io.kith.collections.kind;

import org.jspecify.annotations.NullMarked;
