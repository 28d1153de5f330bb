package io.kith.cluster.cli;

import io.kith.cluster.large.LargeClusterReport;
import io.kith.cluster.large.LargeClusterStudy;
import io.kith.cluster.simulation.ProductionSystem;
import io.kith.cluster.simulation.SimulationRunner;
import io.kith.replication.safety.SafetyRules;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code ./kith simulate}: whole clusters of production's protocol code on virtual time, while things break. */
@Command(
        name = "kith simulate",
        description = {
            "Simulate whole clusters, each from one seed: nodes and clients run the code of production on virtual time, "
                    + "while messages are lost, links are cut, clocks drift and nodes hang, crash, come and go. What must "
                    + "always hold is checked after every step; at the end all that clients saw must be linearizable, and "
                    + "the cluster must have come to rest.",
            "A run that fails is told in one line that replays it."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing forbidden happened", "1:a run failed", "2:called wrongly"},
        footer = {
            "",
            "Examples:",
            "  kith simulate --seeds 1..1000",
            "  kith simulate --minutes 10 --threads 4",
            "  kith simulate --replay 4711 > what-happened.txt",
            "  kith simulate --seeds 1..40 --traces > traces.txt",
            "  kith simulate --large 1000"
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final int MAX_NODES = 100;
    private static final int MAX_LARGE = 4_096;
    private static final int MAX_THREADS = 1_024;
    private static final SeedRange DEFAULT_SEEDS = new SeedRange(1, 1_000);
    private static final SeedRange ALL_SEEDS = new SeedRange(1, Long.MAX_VALUE);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "A..B",
            description = "The seeds to run; 1..1000 if nothing is said, 1.. if only --minutes is given.")
    private @Nullable SeedRange seeds;

    @Option(names = "--minutes", paramLabel = "M", description = "Begin no run after so many minutes.")
    private long minutes;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "How many nodes each cluster starts with, 2 to 100; 3 to 6, as the seed says, if not given.")
    private int nodes;

    @Option(
            names = "--threads",
            paramLabel = "T",
            description = "How many runs go on at a time; as many as there are processors if not given.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--replay", paramLabel = "SEED", description = "Run one seed and write down all that happens.")
    private @Nullable Long replay;

    @Option(
            names = "--traces",
            description =
                    "Write a line for each seed, 'seed hash steps', and no summary: builds that do the same, message "
                            + "by message, write the same lines. Failed runs are told on standard error.")
    private boolean traces;

    @Option(
            names = "--large",
            paramLabel = "N",
            description =
                    "Study one large cluster of N nodes, 20 to 4096, without data: formation, traffic, crashes, bad "
                            + "links. A thousand nodes take minutes.")
    private int large;

    private SimulateCommand() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, Charset.defaultCharset()), false);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, Charset.defaultCharset()), true);
        System.exit(run(out, err, arguments));
    }

    /** Runs the command, which writes to {@code out} and {@code err}; returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        int exitCode = new CommandLine(new SimulateCommand())
                .setOut(out)
                .setErr(err)
                .setOverwrittenOptionsAllowed(false)
                .setParameterExceptionHandler(SimulateCommand::onBadArguments)
                .registerConverter(SeedRange.class, readable(SeedRange::parse))
                .execute(arguments);
        out.flush();
        err.flush();
        return exitCode;
    }

    private static int onBadArguments(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        command.getErr().println("kith: " + problem.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, command.getErr());
        command.getErr().println("Try 'kith simulate --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static <T> ITypeConverter<T> readable(ITypeConverter<T> reader) {
        return text -> {
            try {
                return reader.convert(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }

    @Override
    public Integer call() {
        if (nodes != 0) {
            requireRange("--nodes", nodes, 2, MAX_NODES);
        }
        requireRange("--threads", threads, 1, MAX_THREADS);
        requireRange("--minutes", minutes, 0, Integer.MAX_VALUE);
        CommandLine command = spec.commandLine();
        if (large != 0) {
            requireRange("--large", large, 20, MAX_LARGE);
            return study(command);
        }
        SimulationRunner runner = new SimulationRunner(new ProductionSystem(SafetyRules.production()));
        if (replay != null) {
            if (seeds != null) {
                throw new ParameterException(command, "--replay runs one seed; leave --seeds out");
            }
            if (traces) {
                throw new ParameterException(command, "--replay writes down all that happens; leave --traces out");
            }
            return runner.replay(replay, nodes, command.getOut()).passed() ? 0 : 1;
        }
        SeedRange range = seeds != null ? seeds : minutes > 0 ? ALL_SEEDS : DEFAULT_SEEDS;
        if (traces) {
            TraceLines lines = new TraceLines(range.first(), command.getOut());
            runner.afterEachSeed(lines::add);
        }
        try (SimulationProgress progress = new SimulationProgress(range.size(), minutes, command.getErr())) {
            runner.afterEachRun(progress::show);
            PrintWriter failures = traces ? command.getErr() : command.getOut();
            runner.run(range.first(), range.last(), minutes, nodes, threads, failures);
        }
        if (!traces) {
            command.getOut().print(runner.summary());
        }
        return runner.summary().failures() == 0 ? 0 : 1;
    }

    private Integer study(CommandLine command) {
        long seed = seeds == null ? 1 : seeds.first();
        LargeClusterReport report =
                new LargeClusterStudy(large, seed, what -> command.getErr().println(what + "…")).run();
        command.getOut().print(report);
        return report.problems().isEmpty() ? 0 : 1;
    }

    private void requireRange(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + " " + value + " is not between " + least + " and " + most);
        }
    }
}
