/** The rules of the house that a compiler cannot check: who knows whom, and what protocol code must not touch. */
package io.kith.arch;
