package io.kith.simulation;

/** Is told of every step, right after it. */
@FunctionalInterface
public interface StepObserver {

    /** Loop {@code lane} of {@code process} took a step: nothing of its other loops changed. */
    void stepped(SimulatedProcess process, int lane);
}
