/** Lines and words of text files. */
@NullMarked
package io.kith.cli.text;

import org.jspecify.annotations.NullMarked;
