package io.kith.bench;

import io.kith.bench.peer.Peer;
import io.kith.bench.peer.Peers;
import io.kith.bench.process.Pin;
import io.kith.bench.process.Quiet;
import io.kith.bench.run.BenchRun;
import io.kith.bench.run.Plan;
import io.kith.bench.worker.Workloads;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kith bench}. */
@Command(
        name = "kith bench",
        description = {
            "Measure Kith beside other grids and beside floors, in one run on this machine.",
            "Servers and clients are processes of their own on the loopback device; rounds are interleaved; what is told is"
                    + " medians.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it was measured", "1:the run failed", "2:called wrongly"},
        footer = {
            "",
            "Examples:",
            "  kith bench --quick",
            "  kith bench --peers kith,redis --workloads get,put --pin one,none --rounds 5 --seconds 5",
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int QUICK_ENTRIES = 10_000;
    private static final int QUICK_LOAD = 50_000;
    private static final int MAX_ENTRIES = 10_000_000;
    private static final int MAX_ROUNDS = 1_000;
    private static final int MAX_SECONDS = 3_600;
    private static final int ELEMENTS = 10_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--peers", split = ",", paramLabel = "PEER", description = "Whom to measure (default: all).")
    private @Nullable List<String> peers;

    @Option(names = "--workloads", split = ",", paramLabel = "WORKLOAD", description = "With what (default: all).")
    private @Nullable List<String> workloads;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each is measured (default: 5; with --quick 1).")
    private @Nullable Integer rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "For how long each is measured in a round (default: 4; with --quick 1).")
    private @Nullable Double seconds;

    @Option(
            names = "--entries",
            paramLabel = "N",
            description = "Keys of the map (default: 100000; with --quick 10000).")
    private @Nullable Integer entries;

    @Option(
            names = "--load",
            paramLabel = "N",
            description =
                    "Entries that a cluster is loaded with before nodes come and go (default: 1000000; with --quick"
                            + " 50000).")
    private @Nullable Integer load;

    @Option(names = "--quick", description = "A look rather than a measurement.")
    private boolean quick;

    @Option(
            names = "--pin",
            split = ",",
            arity = "0..1",
            fallbackValue = "one,split",
            paramLabel = "HOW",
            description = {
                "Which CPUs processes may use, one pass after the other: none, one (all on one CPU), split (servers on one,"
                        + " the client on another). Without a value: one,split (default: none)."
            })
    private @Nullable List<String> pins;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Also write the tables there.")
    private @Nullable Path markdown;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write all figures of all rounds there.")
    private @Nullable Path json;

    @Option(names = "--list", description = "Only tell which peers and workloads there are.")
    private boolean listOnly;

    private BenchCommand() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Quiet.logging();
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, Charset.defaultCharset()), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, Charset.defaultCharset()), true);
        System.exit(run(out, err, arguments));
    }

    /** Runs the command; returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new BenchCommand())
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
        PrintWriter out = spec.commandLine().getOut();
        Plan plan = plan();
        if (listOnly) {
            Peers.all().forEach(peer -> out.printf("%-14s %s%n", peer.name(), about(peer)));
            Workloads.names().forEach(name -> out.printf("%-22s %s%n", name, Workloads.title(name)));
            out.println("start-1, start-3, load, join, leave, kill: a cluster as a whole");
            return 0;
        }
        new BenchRun(plan, markdown, json, out, spec.commandLine().getErr()).run();
        return 0;
    }

    private static String about(Peer peer) {
        String obstacle = peer.obstacle();
        return obstacle.isEmpty() ? peer.describe() : obstacle;
    }

    private Plan plan() {
        double span = seconds == null ? (quick ? 1 : 4) : seconds;
        if (!(span > 0 && span <= MAX_SECONDS)) {
            throw wrong("--seconds " + span + " is not a time to measure for: more than 0, up to " + MAX_SECONDS);
        }
        try {
            List<String> wanted = workloads == null ? Plan.workloadNames() : workloads;
            for (String name : wanted) {
                if (!Plan.workloadNames().contains(name)) {
                    throw wrong("there is no workload '" + name + "'; there are "
                            + String.join(", ", Plan.workloadNames()));
                }
            }
            return new Plan(
                    peers == null
                            ? Peers.all()
                            : peers.stream().map(Peers::named).toList(),
                    wanted.stream().filter(Workloads.names()::contains).toList(),
                    wanted.stream()
                            .filter(name -> !Workloads.names().contains(name))
                            .toList(),
                    pins == null
                            ? List.of(Pin.NONE)
                            : pins.stream().map(Pin::named).toList(),
                    range("--rounds", rounds == null ? (quick ? 1 : 5) : rounds, MAX_ROUNDS),
                    Duration.ofMillis(Math.max(200, Math.round(span * 250))),
                    Duration.ofMillis(Math.max(1, Math.round(span * 1000))),
                    range("--entries", entries == null ? (quick ? QUICK_ENTRIES : 100_000) : entries, MAX_ENTRIES),
                    range("--load", load == null ? (quick ? QUICK_LOAD : 1_000_000) : load, MAX_ENTRIES),
                    ELEMENTS);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private static int range(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(option + " must be from 1 to " + most + ", not " + value);
        }
        return value;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
