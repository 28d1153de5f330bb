package io.kith.ring;

/**
 * How many replicas each member is to hold next. It starts from what each holds already and changes as little as will
 * do.
 *
 * <ol>
 *   <li>What is missing goes to those furthest below their fair share.
 *   <li>Newcomers are filled up, others brought within what is allowed, always from the one furthest above to the one
 *       furthest below.
 *   <li>Smaller differences are evened out the same way as far as a small part of the above pays for it.
 * </ol>
 *
 * <p>Because it is always the most loaded who gives, and he ends at most half a tolerance below his share, the loads
 * spread over a band one tolerance wide around the fair shares, however long the sequence of joins and leaves. The edges
 * of what is allowed are further out, so hand-overs between members that stay, which a change of fair shares could
 * force, are rare.
 */
final class Quotas {
    static final double OVERLOAD = 0.05;
    private static final double EPSILON = 1e-9;

    /** The part of the replicas that must move which may move in addition, to even out and to make way. */
    private static final double SPARE = 0.08;

    private final Topology topology;
    private final double[] fair;
    private final double[] tolerance;
    private final double[] allowance;
    private final int[] quota;
    private final int[] zoneTotal;

    /** What each is filled up to at any cost: its fair share if it holds nothing yet, else the least that is allowed. */
    private final double[] floor;

    private int missing;
    private int spare;

    /** What deviations are measured by in the present step: tolerance or allowance. */
    private double[] unit;

    /**
     * Works out the quotas; they add up to all replicas and respect the bounds of members and zones.
     *
     * @param load what each holds already, at most all replicas in sum
     */
    Quotas(Topology topology, double[] fair, double[] tolerance, int[] load) {
        this.topology = topology;
        this.fair = fair;
        this.tolerance = tolerance;
        allowance = new double[fair.length];
        unit = tolerance;
        quota = load.clone();
        zoneTotal = new int[topology.zoneCount];
        floor = new double[quota.length];
        missing = topology.totalReplicas();
        double hunger = 0;
        for (int i = 0; i < quota.length; i++) {
            zoneTotal[topology.zone[i]] += quota[i];
            missing -= quota[i];
            allowance[i] = allowance(fair[i]);
            floor[i] = fair[i] - (quota[i] == 0 ? tolerance[i] / 2 : allowance[i]);
            hunger += Math.max(0, floor[i] - quota[i]);
        }
        spare = (int) (SPARE * Math.max(missing, hunger));
        handOutMissing();
        unit = allowance;
        while (evenOut(true)) {
            // each step lowers the sum of squared deviations
        }
        unit = tolerance;
        int forWays = spare / 2;
        spare -= forWays;
        while (spare > 0 && evenOut(false)) {
            // the same, until nothing is spare
        }
        spare += forWays;
    }

    /** How far above {@code fair} a member may be. */
    static double allowance(double fair) {
        return Math.max(1, OVERLOAD * fair);
    }

    /** For each member how many replicas it is to hold. */
    int[] perMember() {
        return quota;
    }

    /** How many replicas may move beyond those that must. */
    int spare() {
        return spare;
    }

    private double score(int member) {
        return (quota[member] - fair[member]) / unit[member];
    }

    private void handOutMissing() {
        int owedToZones = 0;
        for (int z = 0; z < zoneTotal.length; z++) {
            owedToZones += Math.max(0, topology.zoneMin[z] - zoneTotal[z]);
        }
        while (missing > 0) {
            int receiver = neediest(missing <= owedToZones);
            int z = topology.zone[receiver];
            int owed = Math.max(0, topology.zoneMin[z] - zoneTotal[z]);
            int amount = Math.min(room(receiver), Math.min(missing, topology.zoneMax[z] - zoneTotal[z]));
            if (owed == 0) {
                amount = Math.min(amount, missing - owedToZones);
            }
            quota[receiver] += amount;
            zoneTotal[z] += amount;
            missing -= amount;
            owedToZones -= owed - Math.max(0, topology.zoneMin[z] - zoneTotal[z]);
        }
    }

    /** How many replicas {@code member} takes at once: up to its fair share, at least one. */
    private int room(int member) {
        int room = Math.max(1, (int) Math.floor(fair[member] - quota[member] + EPSILON));
        return Math.min(room, topology.partitionCount - quota[member]);
    }

    private int neediest(boolean onlyOwedZones) {
        int best = -1;
        for (int i = 0; i < quota.length; i++) {
            int z = topology.zone[i];
            boolean open = zoneTotal[z] < (onlyOwedZones ? topology.zoneMin[z] : topology.zoneMax[z]);
            if (open && quota[i] < topology.partitionCount && (best < 0 || score(i) < score(best))) {
                best = i;
            }
        }
        return best;
    }

    /** Hands on from one member to another if someone is outside his tolerance and it helps; false if nothing does. */
    private boolean evenOut(boolean must) {
        int[] top = new int[zoneTotal.length];
        int[] bottom = new int[zoneTotal.length];
        int donor = -1;
        int receiver = -1;
        int giver = -1;
        int taker = -1;
        for (int z = 0; z < zoneTotal.length; z++) {
            int[] zoneMembers = topology.zoneMembers[z];
            top[z] = zoneMembers[0];
            bottom[z] = zoneMembers[0];
            for (int member : zoneMembers) {
                top[z] = score(member) > score(top[z]) ? member : top[z];
                bottom[z] = score(member) < score(bottom[z]) ? member : bottom[z];
            }
            if (isWorth(top[z], bottom[z], must) && (donor < 0 || gap(top[z], bottom[z]) > gap(donor, receiver))) {
                donor = top[z];
                receiver = bottom[z];
            }
            if (zoneTotal[z] > topology.zoneMin[z] && (giver < 0 || score(top[z]) > score(giver))) {
                giver = top[z];
            }
            if (zoneTotal[z] < topology.zoneMax[z] && (taker < 0 || score(bottom[z]) < score(taker))) {
                taker = bottom[z];
            }
        }
        if (giver >= 0
                && taker >= 0
                && isWorth(giver, taker, must)
                && (donor < 0 || gap(giver, taker) > gap(donor, receiver))) {
            donor = giver;
            receiver = taker;
        }
        if (donor < 0) {
            return false;
        }
        int most = must ? Integer.MAX_VALUE : spare;
        if (must && score(donor) <= 1 + EPSILON) {
            most = (int) Math.max(1, Math.ceil(floor[receiver] - quota[receiver] - EPSILON));
        }
        int amount = handOn(donor, receiver, most);
        spare -= must ? 0 : amount;
        return true;
    }

    private double gap(int donor, int receiver) {
        return score(donor) - score(receiver);
    }

    private boolean isWorth(int donor, int receiver, boolean must) {
        double least = must ? floor[receiver] : fair[receiver] - tolerance[receiver] / 2;
        boolean outside = score(donor) > 1 + EPSILON || quota[receiver] < least - EPSILON;
        double oneLess = (1 / unit[donor] + 1 / unit[receiver]) / 2;
        return outside
                && quota[donor] > 0
                && quota[receiver] < topology.partitionCount
                && gap(donor, receiver) > oneLess + EPSILON;
    }

    private int handOn(int donor, int receiver, int most) {
        int lump = (int) Math.floor(quota[donor] - fair[donor] + tolerance[donor] / 2 + EPSILON);
        int amount = Math.min(Math.min(quota[donor], Math.max(1, lump)), Math.min(room(receiver), most));
        int from = topology.zone[donor];
        int to = topology.zone[receiver];
        if (from != to) {
            amount = Math.min(amount, zoneTotal[from] - topology.zoneMin[from]);
            amount = Math.min(amount, topology.zoneMax[to] - zoneTotal[to]);
        }
        quota[donor] -= amount;
        quota[receiver] += amount;
        zoneTotal[from] -= amount;
        zoneTotal[to] += amount;
        return amount;
    }
}
