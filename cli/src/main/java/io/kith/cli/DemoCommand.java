package io.kith.cli;

import io.kith.cli.demo.DemoFiles;
import io.kith.cli.demo.DemoReport;
import io.kith.cli.demo.DemoRun;
import io.kith.cli.demo.DemoSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kith demo}. */
@Command(
        name = "demo",
        description = {
            "Count words in a cluster of real processes on this machine while one node joins, one is killed and one leaves;"
                    + " then compare every count with a java.util.HashMap's.",
            "Exits with 0 only if they are identical. Whatever it started is gone afterwards."
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Texts, plain or .gz (default: Kith's own sources and documentation).")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "24",
            description = "Threads that count (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--quiet-seconds",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "Time between the events (default: ${DEFAULT-VALUE}).")
    private int quietSeconds;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for any one thing before giving up (default: ${DEFAULT-VALUE}).")
    private int patienceSeconds;

    @Option(names = "--json", description = "Write the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Checks.range(spec, "--threads", threads, 1, 256);
        Checks.range(spec, "--quiet-seconds", quietSeconds, 0, 3_600);
        Checks.range(spec, "--patience", patienceSeconds, 1, 3_600);
        LogOutput.show(LogLevel.ERROR);
        DemoSettings settings = new DemoSettings(
                files.isEmpty() ? DemoFiles.ownTexts() : files,
                threads,
                Duration.ofSeconds(quietSeconds),
                Duration.ofSeconds(patienceSeconds),
                spec.root().userObject().getClass().getName());
        DemoReport report = DemoRun.run(settings, spec.commandLine().getErr(), Terminal.onStandardError());
        spec.commandLine().getOut().println(json ? JsonOutput.pretty(report) : report.toText());
        return report.identical() ? 0 : ErrorReport.FAILURE;
    }
}
