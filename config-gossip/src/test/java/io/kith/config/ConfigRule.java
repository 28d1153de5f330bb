package io.kith.config;

/** The rules that {@link ConfigRules} states, so that tests can leave one out and see whether that is noticed. */
public enum ConfigRule {
    /** L1: a replica list gains only joiners that the primary of the current term promotes itself. */
    PROMOTED_BY_PRIMARY,
    /** L2: the primary of a config is a replica in that and in the one before. */
    PRIMARY_IN_BOTH,
    /** A change is bound to the instance that it was asked for in, and never carried over to a later one. */
    BOUND_TO_INSTANCE,
    /** A voter accepts nothing below the ballot that it promised. */
    PROMISES_BIND,
    /** A proposer takes over the value that was accepted under the highest ballot it hears of. */
    ACCEPTED_VALUES_BIND,
    /** An instance is decided when a majority of its voters accepted, and not before. */
    QUORUM_IS_MAJORITY,
    /** A node's config_id never goes down. */
    CONFIG_ID_RISES,
    /** A voter answers a promise or a vote only once it is kept. */
    VOTES_ARE_KEPT_FIRST,
    /** Who holds a last copy is not removed while anybody reaches it, and not for long if nobody does. */
    LAST_COPY_STAYS,
    /** A voter that has just woken up consents to nobody's loss of a role against its will. */
    SLEEPER_JUDGES_NOBODY,
    /** Nothing is taken for lost whose holder is back. */
    BACK_IS_NOT_LOST,
    /** Nothing is taken for lost whose holder is merely silent, unless an operator says that this one is gone for good. */
    SILENT_IS_NOT_LOST
}
