package io.kith.ring;

/**
 * Who still has to give and who may still take while replicas are being moved. Where a quota cannot be met, or a large
 * cluster would need more peers for it, it is shifted between members, within what is allowed to each.
 */
final class QuotaBook {
    private static final int NONE = ReplicaSets.NONE;

    private final Topology topology;
    private final ReplicaSets sets;
    private final double[] fair;
    private final int[] quota;
    private final int[] zoneQuota;
    private final int[] allowed;
    private int spare;
    private boolean nobodyCedes;
    private boolean nobodyKeeps;

    QuotaBook(ReplicaSets sets, double[] fair, Quotas quotas) {
        this.sets = sets;
        this.fair = fair;
        topology = sets.topology;
        quota = quotas.perMember();
        spare = quotas.spare();
        zoneQuota = new int[topology.zoneCount];
        allowed = new int[quota.length];
        for (int member = 0; member < quota.length; member++) {
            zoneQuota[topology.zone[member]] += quota[member];
            allowed[member] = (int) Math.min(topology.partitionCount, fair[member] + Math.max(1, 0.03 * fair[member]));
        }
    }

    /** How many replicas {@code member} holds beyond its quota; negative if it is below. */
    int surplus(int member) {
        return sets.load(member) - quota[member];
    }

    /** How many replicas {@code member} is short of its quota; negative if it is above. */
    int deficit(int member) {
        return quota[member] - sets.load(member);
    }

    /** How many replicas the members of {@code zone} hold together beyond their quotas; negative if they are below. */
    int zoneSurplus(int zone) {
        return sets.zoneLoad(zone) - zoneQuota[zone];
    }

    /** Whether {@code member} holds more than it is allowed to. */
    boolean isOverloaded(int member) {
        return sets.load(member) > allowed[member];
    }

    /** For each member its quota. */
    int[] quotas() {
        return quota;
    }

    /** For each member the most that it is allowed to hold. */
    int[] allowed() {
        return allowed;
    }

    /** How many replicas may move beyond those that must. */
    int spare() {
        return spare;
    }

    void spend(int moved) {
        spare = Math.max(0, spare - moved);
    }

    /** Makes room at {@code member}, which is at its quota, by lowering that of one who is still short; false if not. */
    boolean raise(int member) {
        if (nobodyCedes || sets.load(member) + 1 > fair[member] + Quotas.allowance(fair[member]) / 2) {
            return false;
        }
        int payer = shortest(member, false);
        nobodyCedes = payer == NONE;
        return !nobodyCedes && shift(payer, member);
    }

    /** Whether it is worth trying to {@link #lower} the quota of {@code member}. */
    boolean mayGoLower(int member) {
        return !nobodyKeeps && sets.load(member) - 1 >= fair[member] - Quotas.allowance(fair[member]) / 2;
    }

    /** Lets {@code member}, which is at its quota, give, by letting one keep who has too many; false if that cannot be. */
    boolean lower(int member) {
        if (!mayGoLower(member)) {
            return false;
        }
        int payee = NONE;
        for (int other = 0; other < quota.length; other++) {
            if (surplus(other) > 0
                    && quota[other] < allowed[other]
                    && other != member
                    && (payee == NONE || score(other) < score(payee))) {
                payee = other;
            }
        }
        nobodyKeeps = payee == NONE;
        return !nobodyKeeps && shift(member, payee);
    }

    /** Raises the quota of {@code member} by one, whatever it takes, and lowers that of someone who is still short. */
    void accept(int member) {
        int payer = shortest(member, true);
        quota[member]++;
        zoneQuota[topology.zone[member]]++;
        if (payer != NONE) {
            quota[payer]--;
            zoneQuota[topology.zone[payer]]--;
        }
    }

    private int shortest(int member, boolean anyone) {
        int payer = NONE;
        for (int other = 0; other < quota.length; other++) {
            if (deficit(other) > 0
                    && other != member
                    && (anyone || quota[other] - 1 >= fair[other] - Quotas.allowance(fair[other]) / 2)
                    && (payer == NONE || score(other) > score(payer))) {
                payer = other;
            }
        }
        return payer;
    }

    private boolean shift(int from, int to) {
        int fromZone = topology.zone[from];
        int toZone = topology.zone[to];
        if (fromZone != toZone
                && (zoneQuota[fromZone] <= topology.zoneMin[fromZone]
                        || zoneQuota[toZone] >= topology.zoneMax[toZone])) {
            return false;
        }
        quota[from]--;
        quota[to]++;
        zoneQuota[fromZone]--;
        zoneQuota[toZone]++;
        return true;
    }

    private double score(int member) {
        return (quota[member] - fair[member]) / Quotas.allowance(fair[member]);
    }
}
