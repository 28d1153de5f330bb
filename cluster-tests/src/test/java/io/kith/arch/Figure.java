package io.kith.arch;

/**
 * One figure of the house that may shrink and not grow.
 *
 * @param name what is counted, and in which module
 * @param value how much of it there is
 * @param where where the largest is, or which they are, for people
 */
record Figure(String name, int value, String where) {}
