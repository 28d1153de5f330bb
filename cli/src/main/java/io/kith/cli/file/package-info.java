/** The configuration file of a process: what a node or a client is started with, unless flags or the environment say otherwise. */
@NullMarked
package io.kith.cli.file;

import org.jspecify.annotations.NullMarked;
