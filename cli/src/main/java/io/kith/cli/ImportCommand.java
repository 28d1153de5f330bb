package io.kith.cli;

import io.kith.cli.text.KeyColumns;
import io.kith.cli.text.LineFile;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.RemoteHashMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kith import}. */
@Command(
        name = "import",
        description = {
            "Put each line of a text file into a map: the value is the line, the key the line or some of its columns.",
            "May be run again after a failure: an entry that is already there is written once more."
        },
        footer = {"", "Example: kith import cities cities.tsv.gz --key-columns 1,2,3 --seed 127.0.0.1:7400"})
final class ImportCommand implements Callable<Integer> {
    private static final int SHOWN_EVERY = 256;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Parameters(index = "0", paramLabel = "MAP", description = "The map's name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Text in UTF-8, plain or gzipped, an entry a line.")
    private Path file = Path.of("");

    @Option(
            names = "--key-columns",
            paramLabel = "N[,N...]",
            converter = KeyColumnsReader.class,
            description = "The tab-separated columns that make up the key, counted from 1 (default: the whole line).")
    private KeyColumns keyColumns = KeyColumns.WHOLE_LINE;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Entries under way at a time (default: ${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for an answer before giving up (default: ${DEFAULT-VALUE}).")
    private int patienceSeconds;

    @Option(names = "--json", description = "Write the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Checks.range(spec, "--in-flight", inFlight, 1, 100_000);
        Checks.range(spec, "--patience", patienceSeconds, 1, 3_600);
        try (LineFile lines = LineFile.open(file);
                Kith kith = cluster.connect()) {
            RemoteHashMap<String, String> map = kith.hashMap(name);
            EntryWriter writer = new EntryWriter(map.async()::set, inFlight, patienceSeconds);
            long begun = System.nanoTime();
            try (Progress progress = Progress.towards(
                    "KiB", Files.size(file) / 1024, spec.commandLine().getErr())) {
                copy(lines, writer, progress);
                writer.finish();
                progress.to(lines.bytesRead() / 1024, writer.done() + " entries");
            }
            report(writer.done(), (System.nanoTime() - begun) / 1e9);
            return 0;
        }
    }

    private void copy(LineFile lines, EntryWriter writer, Progress progress) throws IOException, InterruptedException {
        for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
            try {
                writer.write(keyColumns.keyOf(line), line);
            } catch (IllegalArgumentException | KithException e) {
                throw new CommandFailure(file + ", line " + lines.lines() + ": " + e.getMessage(), e);
            }
            if (lines.lines() % SHOWN_EVERY == 0) {
                progress.to(lines.bytesRead() / 1024, writer.done() + " entries");
            }
        }
    }

    private void report(long entries, double seconds) {
        double perSecond = entries / Math.max(seconds, 1e-9);
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("entries", entries);
            result.put("seconds", seconds);
            result.put("entriesPerSecond", perSecond);
            spec.commandLine().getOut().println(JsonOutput.pretty(result));
        } else {
            spec.commandLine()
                    .getOut()
                    .printf(Locale.ROOT, "%d entries in %.1f s, %.0f entries/s%n", entries, seconds, perSecond);
        }
    }

    /** Reads what {@link KeyColumns#parse} reads. */
    static final class KeyColumnsReader implements ITypeConverter<KeyColumns> {
        @Override
        public KeyColumns convert(String text) throws Exception {
            return new ReadableConverter<>(KeyColumns::parse).convert(text);
        }
    }
}
