package io.kith.cli;

import io.kith.cli.file.KithFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kith config print-defaults}. */
@Command(
        name = "print-defaults",
        description = "Print a configuration file with every key, its meaning and its default.",
        footer = {"", "Example: kith config print-defaults > kith.yaml"})
final class PrintDefaultsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(KithFile.defaults());
        return 0;
    }
}
