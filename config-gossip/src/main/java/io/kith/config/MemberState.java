package io.kith.config;

/** What a member is up to, as far as the config knows. */
public enum MemberState {
    /** Holds partitions, or will. */
    ACTIVE,
    /** Drains: the ring wants no partition on it any more, and once it holds none it is removed. */
    LEAVING
}
