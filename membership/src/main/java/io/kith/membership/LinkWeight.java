package io.kith.membership;

/**
 * The weight of a link, in steps, so that measurements that waver do not move traffic to and fro.
 *
 * <p>Its cost, in microseconds, is {@code (roundTrip + min(tail − roundTrip, 8·roundTrip)/4 + 20·queue + zone) / (1 −
 * loss)²}: a tail makes a link up to three times as heavy, so that a single pause does not outweigh the rest; each unit of queue hint is some twenty microseconds of waiting; a loss
 * costs the message and its repetition. Step {@code s} stands for costs from {@code 50·√2^s} up to the next step, and
 * is left only when the cost is more than a third of a step beyond its bounds. The weight is the step's lower bound.
 */
final class LinkWeight {
    /** The weight of a link that nobody measured: a guess between a rack and a town. */
    static final double UNKNOWN_MICROS = stepMicros(10);

    /** What a change of zone adds, in microseconds. */
    static final double ZONE_MICROS = 500;

    private static final double FIRST_STEP_MICROS = 50;
    private static final double STEPS_PER_DOUBLING = 2;
    private static final double SLACK_STEPS = 1.0 / 3;
    private static final double QUEUE_MICROS = 20;
    private static final double MOST_TAIL = 8;
    private static final double TAIL_SHARE = 0.25;
    private static final double MIN_DELIVERED = 0.05;

    private int step = -1;

    /** Takes a new measurement; returns whether the weight changed. */
    boolean update(LinkReport.Link link, boolean sameZone) {
        double exact = exactStep(costMicros(link, sameZone));
        if (step >= 0 && exact >= step - SLACK_STEPS && exact < step + 1 + SLACK_STEPS) {
            return false;
        }
        int next = (int) Math.floor(exact);
        boolean changed = next != step;
        step = next;
        return changed;
    }

    /** The weight, in microseconds. */
    double micros() {
        return stepMicros(step);
    }

    static double costMicros(LinkReport.Link link, boolean sameZone) {
        double beyond = Math.max(0, link.tailMicros() - link.roundTripMicros());
        double tail = Math.min(beyond, MOST_TAIL * link.roundTripMicros()) * TAIL_SHARE;
        double cost = link.roundTripMicros() + tail + QUEUE_MICROS * link.queueHint() + (sameZone ? 0 : ZONE_MICROS);
        double delivered = Math.max(MIN_DELIVERED, 1 - (double) link.lossPerMille() / LinkReport.MAX_LOSS_PER_MILLE);
        return cost / (delivered * delivered);
    }

    private static double exactStep(double costMicros) {
        return Math.max(0, STEPS_PER_DOUBLING * Math.log(costMicros / FIRST_STEP_MICROS) / Math.log(2));
    }

    private static double stepMicros(int step) {
        return FIRST_STEP_MICROS * Math.pow(2, step / STEPS_PER_DOUBLING);
    }
}
