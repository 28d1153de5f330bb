package io.kith.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of what the user typed that picocli leaves to us. */
final class Checks {

    private Checks() {}

    /**
     * Checks that {@code value} is between {@code least} and {@code most}, both included.
     *
     * @throws ParameterException if it is not
     */
    static void range(CommandSpec spec, String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + " " + value + " is not between " + least + " and " + most);
        }
    }
}
