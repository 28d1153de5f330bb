package io.kith.replication.shared;

/** What is under way in few partitions at a time: as long as nothing is, whatever it is about need not be looked at. */
public enum UnderWay {
    /** This node is becoming primary. */
    ACTIVATION(1),
    /** It gives the role of primary to another replica. */
    HAND_OVER(2),
    /** It has joiners. */
    COPIES(4),
    /** Reads wait for the other replicas to say whether they know of a later term. */
    QUESTIONS(8),
    /** Reads wait for a commit. */
    BACKUP_READS(16),
    /** Something is to be told once more is persisted. */
    PERSISTING(32),
    /** More has expired than was logged at once. */
    EXPIRIES(64),
    /** What came during this turn of the loop is to be acknowledged. */
    ACKNOWLEDGEMENT(128),
    /** More is known to be committed than was applied in one turn of the loop. */
    COMMITS(256),
    /** Who copies to this node is to be told how far the copy is. */
    COPY_ANSWER(512),
    /** An entry takes long to apply, or what was kept while something was copied: that goes on in the next turns of the loop. */
    LONG_CHANGE(1_024);

    private final int bit;

    UnderWay(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}
