package io.kith.cluster.processes;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kith soak}. */
@Command(
        name = "kith soak",
        description = {
            "Keep real nodes on this machine under load and under faults, and check all that clients see.",
            "Nodes are killed, frozen for longer than every lease, asked to leave, and started anew."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing was wrong", "1:a promise was broken, or the run failed", "2:called wrongly"},
        footer = {"", "Example: kith soak --minutes 30 --nodes 5"})
public final class SoakCommand implements Callable<Integer> {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration OVERLOAD_WINDOW = Duration.ofSeconds(10);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--minutes", paramLabel = "M", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
    private int nodes;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "2",
            description = "Copies of each partition (default: ${DEFAULT-VALUE}).")
    private int replicas;

    @Option(
            names = "--operations",
            paramLabel = "N",
            defaultValue = "500",
            description = "How many operations the clients begin in a second (default: ${DEFAULT-VALUE}).")
    private int operations;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Draws faults and operations as another run did; their timing is the machine's.")
    private @Nullable Long seed;

    @Option(
            names = "--dump",
            paramLabel = "FILE",
            defaultValue = "kith-soak.txt",
            description = "Where histories go that break a promise (default: ${DEFAULT-VALUE}).")
    private Path dump = Path.of("kith-soak.txt");

    @Mixin
    private HostileArguments hostile = new HostileArguments();

    @Mixin
    private OverloadArguments overload = new OverloadArguments();

    private SoakCommand() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, Charset.defaultCharset()), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, Charset.defaultCharset()), true);
        System.exit(run(out, err, arguments));
    }

    /** Runs the command; returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new SoakCommand())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.println("kith: the run failed: " + failure.getMessage());
                    failure.printStackTrace(err);
                    return 1;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        range("--nodes", nodes, 3, 16);
        range("--replicas", replicas, 2, nodes - 1);
        range("--operations", operations, 1, 100_000);
        if (!(minutes > 0 && minutes <= 10_000)) {
            throw new ParameterException(spec.commandLine(), "--minutes " + minutes + " is not a time to run for");
        }
        PrintWriter out = spec.commandLine().getOut();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
        long drawn = seed == null ? new SecureRandom().nextLong(1_000_000) : seed;
        if (hostile.isHostile() || overload.isOverload()) {
            return withEachHeap(drawn, out);
        }
        out.printf(
                Locale.ROOT, "soak of %d nodes, %d replicas, %s minutes, --seed %d%n", nodes, replicas, minutes, drawn);
        try (ProcessCluster cluster = new ProcessCluster(NodeProgram.ofThisJvm(), "soak", replicas)) {
            cluster.start(nodes);
            try (Load load = new Load(cluster, new LoadOptions(4, 8, operations, 24, DEADLINE, drawn))) {
                return soak(cluster, load, drawn, out);
            } catch (RuntimeException e) {
                write(dump, cluster.lastLines());
                out.println("what the nodes said last is in " + dump.toAbsolutePath());
                throw e;
            }
        }
    }

    private int withEachHeap(long drawn, PrintWriter out) throws IOException {
        int result = 0;
        for (String heap : hostile.heaps()) {
            List<String> wrong = overload.isOverload() ? overloaded(heap, drawn, out) : attacked(heap, drawn, out);
            if (wrong.isEmpty()) {
                out.println("nothing was wrong");
            } else {
                wrong.stream()
                        .filter(each -> !each.startsWith("---"))
                        .limit(10)
                        .forEach(each -> out.println("WRONG: " + each));
                String kind = overload.isOverload() ? "--overload" : "--hostile";
                write(
                        dump,
                        "kith soak " + kind + " --heap " + heap + " --seed " + drawn + "\n\n"
                                + String.join("\n\n", wrong));
                out.println("more of it is in " + dump.toAbsolutePath());
                result = 1;
            }
        }
        return result;
    }

    private List<String> attacked(String heap, long drawn, PrintWriter out) {
        HostileSoak.Plan plan = new HostileSoak.Plan(
                nodes,
                replicas,
                heap,
                new HostileSoak.Pace(span(), hostile.frames(), hostile.rate()),
                operations,
                Duration.ofSeconds(hostile.longestWaitSeconds()),
                drawn);
        return new HostileSoak(plan, NodeProgram.ofThisJvm(), out).run();
    }

    private List<String> overloaded(String heap, long drawn, PrintWriter out) {
        OverloadSoak.Plan plan = new OverloadSoak.Plan(
                nodes,
                replicas,
                heap,
                span(),
                OVERLOAD_WINDOW,
                overload.connections(),
                overload.waiters(),
                Duration.ofMillis(overload.readLimitMillis()),
                drawn);
        return new OverloadSoak(plan, NodeProgram.ofThisJvm(), out).run();
    }

    private Duration span() {
        return Duration.ofMillis((long) (minutes * 60_000));
    }

    private int soak(ProcessCluster cluster, Load load, long drawn, PrintWriter out) throws IOException {
        SoakRun run = new SoakRun(cluster, load.start(), nodes, drawn, out);
        run.run(Duration.ofMillis((long) (minutes * 60_000)));
        LoadReport report = load.stop();
        out.println();
        out.println(run.stalls().toText());
        tell(report, run.stalls(), out);
        if (report.isRight()) {
            return 0;
        }
        String histories = String.join("\n\n", report.violations());
        write(dump, "kith soak --seed " + drawn + "\n\n" + histories + "\n\n" + cluster.lastLines());
        out.println("A PROMISE WAS BROKEN; histories and the nodes' last words are in " + dump.toAbsolutePath());
        return 1;
    }

    private static void tell(LoadReport report, StallTable faults, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "operations %d; %d crashes, %d hangs, %d leaves, %d joins%n",
                report.operations(),
                faults.count(FaultKind.CRASH),
                faults.count(FaultKind.FREEZE),
                faults.count(FaultKind.LEAVE),
                faults.count(FaultKind.JOIN));
        out.printf(Locale.ROOT, "lost acknowledged writes  %d%n", report.lostWrites());
        out.printf(Locale.ROOT, "stale reads               %d%n", report.staleReads());
        out.printf(Locale.ROOT, "double applications       %d%n", report.doubleApplications());
        out.printf(
                Locale.ROOT,
                "linearizable              %s (%d histories are, %d are not, %d undecided)%n",
                report.notLinearizable() > 0 ? "NO" : report.undecided() > 0 ? "yes, of those decided" : "yes",
                report.linearizable(),
                report.notLinearizable(),
                report.undecided());
        int failed =
                report.failures().values().stream().mapToInt(Integer::intValue).sum();
        out.printf(Locale.ROOT, "operations that failed    %d%n", failed);
        report.failures().forEach((what, times) -> out.printf(Locale.ROOT, "  %d times: %s%n", times, what));
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private void range(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + " " + value + " is not between " + least + " and " + most);
        }
    }
}
