package io.kith.replication.safety;

/**
 * The rules that make replication safe, by name, so that tests can leave one out ({@link RulesWithout}) and see whether that
 * is noticed. Production has {@link SafetyRules#production()}, which knows nothing of these names.
 */
public enum Rule {
    /** The acknowledge set holds joiners that the primary has proposed, or is about to propose, for promotion. */
    ACKNOWLEDGE_SET_HAS_JOINER,
    /** The lease set holds them too. */
    LEASE_SET_HAS_JOINER,
    /** Nobody shrinks the acknowledge set before a decided config did. */
    SHRINK_ONLY_WHEN_DECIDED,
    /** A replica acknowledges no term below the one it has adopted. */
    TERM_FENCE,
    /** A new primary waits for the grants it gave to earlier primaries. */
    WAIT_BEFORE_ACTIVATION,
    /** A grant counts only if the receiver's config is at least as new as the grantor's. */
    GRANT_NAMES_CONFIG,
    /** A primary reads alone only while every other node of its acknowledge set grants it that. */
    PRIMARY_LEASE,
    /** A delegated lease never outlasts the primary's own. */
    DELEGATION_WITHIN_LEASE,
    /** A delegated lease counts from the sending of the heartbeat that is answered. */
    DELEGATION_FROM_SENDING,
    /** Nothing commits without a node to which a delegation still runs. */
    REMOVAL_WAITS_FOR_DELEGATION,
    /** A backup answers no read of a key with a write that it holds but does not know to be committed. */
    PENDING_WRITE_BLOCKS_READ,
    /** A new primary takes over the longest log and brings all replicas to it before it serves. */
    ACTIVATION_SYNCHRONISES,
    /** A request that was applied is not applied again. */
    EXACTLY_ONCE,
    /** A read without a lease asks the whole acknowledge set. */
    BARRIER_ASKS_ALL,
    /** Joiners answer no reads. */
    JOINER_READS_NOT,
    /** A handover stops the writes first. */
    HANDOVER_STOPS_WRITES,
    /** A node releases a partition only when nothing it delegated to unlisted nodes still runs. */
    RELEASE_COVERS_DELEGATIONS,
    /** A primary that skipped a term waits for every grant it gave. */
    SKIPPED_TERM_WAITS_FOR_ALL,
    /** Adopting a term voids what was delegated in lower ones. */
    ADOPTION_VOIDS_DELEGATIONS,
    /** Copies, appends and acknowledgements name the number of the copy. */
    COPY_IS_NUMBERED,
    /** Every replica adopts the term before the new primary serves, after a handover too. */
    ADOPTION_ROUND,
    /** A joiner is proposed only when its grant outlasts every running delegation. */
    GRANT_COVERS_DELEGATIONS,
    /** The adopted term outlives the data, and a known config's term counts as adopted. */
    TERM_OUTLIVES_DATA,
    /** A lease is checked with a clock read after the request arrived. */
    LEASE_READS_CLOCK,
    /** Delegations of an earlier term of one's own are remembered. */
    DELEGATION_OUTLIVES_TERM,
    /** Learning of one's removal leaves a copy begun under a newer config alone. */
    REMOVAL_KEEPS_NEWER_COPY,
    /** A primary that skipped the config right after a promotion copies that joiner anew. */
    SKIPPED_PROMOTION_COPIES_ANEW,
    /** A new primary waits for its own earlier delegations to nodes now unlisted. */
    ACTIVATION_WAITS_FOR_OWN_DELEGATIONS,
    /** Requests below the floor of their session are refused. */
    FLOOR_REFUSES,
    /** Requests of a session that the partition does not know are refused. */
    SESSION_MUST_BE_OPEN,
    /** A write commits when all of the acknowledge set hold it; most are not enough. */
    ALL_ACKNOWLEDGE,
    /** A node takes part in a term only once it holds a config of that term. */
    TERM_NEEDS_CONFIG,
    /** A joiner forgets its copy when the term changes. */
    NEW_TERM_ENDS_COPIES,
    /** A joiner is proposed only when it has acknowledged everything committed so far. */
    JOINER_HOLDS_ALL_COMMITTED,
    /** A primary that proposed a joiner waits for it until it knows what the instance decided. */
    PROMOTER_KEEPS_TO_IT,
    /** A primary that proposed to give its role away does not use it until it knows what the instance decided. */
    GIVER_KEEPS_TO_IT,
    /** A node that learns of its removal forgets what it holds of the partition. */
    REMOVAL_DISCARDS,
    /** A grant counts from the sending of the heartbeat that it answers. */
    GRANT_FROM_SENDING,
    /** Whoever gives a right waits for its length times (1+δ). */
    CLOCKS_MAY_DRIFT,
    /** A suspension of the machine ends all leases. */
    SUSPENSION_ENDS_LEASES,
    /** A new primary needs the release under the config that it holds now, or a newer one. */
    RELEASE_NAMES_CONFIG,
    /** A read without a lease asks proposed joiners too. */
    BARRIER_ASKS_JOINERS,
    /** A read without a lease asks after it arrived. */
    BARRIER_AFTER_ARRIVAL,
    /** The results that are kept of requests move with a partition's data. */
    RESULTS_MOVE,
    /** A write to a collection that is not open is refused. */
    COLLECTION_MUST_BE_OPEN,
    /** A collection that was destroyed is not opened again under its incarnation. */
    DESTROYED_STAYS,
    /** What was destroyed is known to copies too. */
    DESTROYED_MOVES,
    /** A backup acknowledges what is persisted, and no more. */
    ACKNOWLEDGED_WHEN_PERSISTED,
    /** A primary counts of its own log what is persisted, and no more. */
    OWN_SHARE_WHEN_PERSISTED,
    /** A replica reports to a new primary when all that it reports is persisted. */
    REPORTED_WHEN_PERSISTED,
    /** A joiner says what it has of a copy when that is persisted. */
    COPIED_WHEN_PERSISTED,
    /** A partition in whose code something failed answers no more on that node. */
    FAILED_ANSWERS_NO_MORE,
    /** Only what the primary of the term right before failed at is struck out. */
    STRIKES_OUT_RIGHT_BEHIND
}
