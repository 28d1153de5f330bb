package io.kith.collections.lock;

/**
 * Who holds a lock: whoever shows the same token. A client makes one for each of its threads, or uses one that its user gives.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record LockToken(long high, long low) {}
