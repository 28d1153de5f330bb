/** Lines and words of text files. */
@NullMarked
package io.kith.node.cli.text;

import org.jspecify.annotations.NullMarked;
