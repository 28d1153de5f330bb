/** Counts words while nodes come and go, and measures what that costs. */
@NullMarked
package io.kith.cli.demo;

import org.jspecify.annotations.NullMarked;
