package io.kith.config;

/** The rules of making a cluster, so that tests can leave one out and see whether that is noticed. */
enum FoundingRule {
    /** Pledges are exclusive: who has given one, or is bound, pledges itself to nobody else. */
    PLEDGES_ARE_EXCLUSIVE,
    /** Who has just been started is silent until what it may have pledged and forgotten has run out. */
    START_WAITS_FOR_PLEDGES,
    /** Who takes part in an attempt to make the cluster is bound until it knows what became of it. */
    BOND_OUTLASTS_PLEDGE;

    /** All rules but this one. */
    ConfigRules isOff() {
        FoundingRule off = this;
        return new ConfigRules() {
            @Override
            protected boolean pledgesAreExclusive() {
                return off != PLEDGES_ARE_EXCLUSIVE;
            }

            @Override
            protected long silenceNanos(long pledgeNanos) {
                return off == START_WAITS_FOR_PLEDGES ? 0 : pledgeNanos;
            }

            @Override
            protected boolean bondOutlastsPledge() {
                return off != BOND_OUTLASTS_PLEDGE;
            }
        };
    }
}
