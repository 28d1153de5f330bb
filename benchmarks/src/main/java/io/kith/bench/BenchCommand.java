package io.kith.bench;

import io.kith.bench.peer.BaselinePeer;
import io.kith.bench.peer.Contestant;
import io.kith.bench.peer.Contestants;
import io.kith.bench.process.Pin;
import io.kith.bench.process.Quiet;
import io.kith.bench.run.BenchRun;
import io.kith.bench.run.Plan;
import io.kith.bench.worker.Workloads;
import io.kith.cli.file.NewFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
            "  kith bench --preset full --markdown tables.md",
            "  kith bench --peers kith,redis --workloads get,put --pin one,none --rounds 5 --seconds 5",
            "  kith bench --peers kith --workloads put --seconds 10 --jfr recordings",
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int MAX_ENTRIES = 10_000_000;
    private static final int MAX_ROUNDS = 1_000;
    private static final int MAX_SECONDS = 3_600;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--peers", split = ",", paramLabel = "PEER", description = "Whom to measure (default: all).")
    private @Nullable List<String> peers;

    @Option(names = "--workloads", split = ",", paramLabel = "WORKLOAD", description = "With what (default: all).")
    private @Nullable List<String> workloads;

    @Option(
            names = "--preset",
            paramLabel = "PRESET",
            description = {
                "What the other options are when they are not given: quick, a look at everything; full, the whole table in"
                        + " about 35 minutes; long, the same in longer rounds (default: long)."
            })
    private @Nullable String presetName;

    @Option(names = "--quick", description = "The same as --preset quick.")
    private boolean quick;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each is measured.")
    private @Nullable Integer rounds;

    @Option(names = "--seconds", paramLabel = "S", description = "For how long each is measured in a round.")
    private @Nullable Double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "For how long each workload runs at each peer, on all CPUs, before anything is measured.")
    private @Nullable Double warmUp;

    @Option(names = "--entries", paramLabel = "N", description = "Keys of the map.")
    private @Nullable Integer entries;

    @Option(
            names = "--load",
            paramLabel = "N",
            description = "Entries that a cluster is loaded with before nodes come and go.")
    private @Nullable Integer load;

    @Option(
            names = "--pin",
            split = ",",
            arity = "0..1",
            fallbackValue = "one,split",
            paramLabel = "HOW",
            description = {
                "Which CPUs processes may use, one pass after the other: none, one (all on one CPU), split (servers on one,"
                        + " the client on another). Without a value: one,split (default: the preset's)."
            })
    private @Nullable List<String> pins;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Also write the tables there.")
    private @Nullable Path markdown;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write all figures of all rounds there.")
    private @Nullable Path json;

    @Option(names = NewFile.FORCE, description = "Overwrite these files if they are there already.")
    private boolean force;

    @Option(
            names = "--jfr",
            paramLabel = "DIR",
            description =
                    "Also record in each JVM what the last round of each workload does, and sum it up; figures suffer.")
    private @Nullable Path recordings;

    @Option(
            names = "--baseline",
            paramLabel = "DIR",
            description = "Also measure the build of Kith in this checkout, as the peer \"baseline\".")
    private @Nullable Path baseline;

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
            Contestants.all().forEach(peer -> out.printf("%-14s %s%n", peer.name(), about(peer)));
            Workloads.names().forEach(name -> out.printf("%-22s %s%n", name, Workloads.title(name)));
            out.println("start-1, start-3, load, join, leave, kill: a cluster as a whole");
            return 0;
        }
        if (markdown != null) {
            NewFile.check(markdown, force);
        }
        if (json != null) {
            NewFile.check(json, force);
        }
        new BenchRun(plan, markdown, json, out, spec.commandLine().getErr()).run();
        return 0;
    }

    private static String about(Contestant peer) {
        String obstacle = peer.obstacle();
        return obstacle.isEmpty() ? peer.describe() : obstacle;
    }

    private Plan plan() {
        try {
            Preset preset = Preset.named(presetName != null ? presetName : quick ? "quick" : "long");
            List<String> wanted = workloads == null ? Plan.workloadNames() : workloads;
            for (String name : wanted) {
                if (!Plan.workloadNames().contains(name)) {
                    throw wrong("there is no workload '" + name + "'; there are "
                            + String.join(", ", Plan.workloadNames()));
                }
            }
            List<Contestant> measured = new ArrayList<>(
                    peers == null
                            ? Contestants.all()
                            : peers.stream().map(Contestants::named).toList());
            if (baseline != null) {
                measured.add(new BaselinePeer(baseline));
            }
            List<String> whole = wanted.stream()
                    .filter(Plan.clusterWorkloadNames()::contains)
                    .toList();
            return new Plan(measured, passes(preset, wanted), whole, extent(preset), recordings);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** The preset's, or all that is wanted with each pin that is asked for; what is left empty falls away. */
    private List<Plan.Pass> passes(Preset preset, List<String> wanted) {
        List<Plan.Pass> passes = preset.passes();
        if (pins != null) {
            passes = pins.stream()
                    .map(pin -> new Plan.Pass(Pin.named(pin), Workloads.names()))
                    .toList();
        }
        return passes.stream()
                .map(pass -> new Plan.Pass(
                        pass.pin(),
                        pass.workloads().stream().filter(wanted::contains).toList()))
                .filter(pass -> !pass.workloads().isEmpty())
                .toList();
    }

    private Plan.Extent extent(Preset preset) {
        Plan.Extent usual = preset.extent();
        return new Plan.Extent(
                rounds == null ? usual.rounds() : range("--rounds", rounds, MAX_ROUNDS),
                rounds == null ? usual.clusterRounds() : (rounds + 1) / 2,
                span("--warm-up", warmUp, usual.firstWarmUp()),
                usual.warmUp(),
                span("--seconds", seconds, usual.measured()),
                entries == null ? usual.entries() : range("--entries", entries, MAX_ENTRIES),
                load == null ? usual.loadEntries() : range("--load", load, MAX_ENTRIES),
                usual.elements());
    }

    private static Duration span(String option, @Nullable Double seconds, Duration usual) {
        if (seconds == null) {
            return usual;
        }
        if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
            throw new IllegalArgumentException(
                    option + " " + seconds + " is no time to run for: more than 0, up to " + MAX_SECONDS);
        }
        return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
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
