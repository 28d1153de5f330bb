package io.kith.bench.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The JDK's own tool that tells a running JVM to do something; it leaves nothing behind there that would be measured. */
public final class Jcmd {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Jcmd() {}

    /** What is missing for it, and what to do about it; empty if nothing is. */
    public static String obstacle() {
        return Files.isExecutable(program())
                ? ""
                : program() + " is missing: run with a JDK, or memory cannot be measured without garbage";
    }

    /** Tells process {@code pid} to do that; returns what it said. */
    public static String tell(long pid, String... command) {
        List<String> words = new ArrayList<>(List.of(program().toString(), Long.toString(pid)));
        words.addAll(List.of(command));
        return Programs.output(LIMIT, words);
    }

    /** A full collection of garbage in each, after which they give back what they do not need. */
    public static void collectGarbage(List<Long> pids) {
        pids.forEach(pid -> tell(pid, "GC.run"));
    }

    private static Path program() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd");
    }
}
