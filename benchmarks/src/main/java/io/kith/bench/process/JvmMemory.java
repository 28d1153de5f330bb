package io.kith.bench.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Has JVMs collect their garbage, by the JDK's own tool: it leaves nothing behind in them that would be measured. */
public final class JvmMemory {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private JvmMemory() {}

    /** What is missing for that, and what to do about it; empty if nothing is. */
    public static String obstacle() {
        return Files.isExecutable(jcmd())
                ? ""
                : jcmd() + " is missing: run with a JDK, or memory cannot be measured without garbage";
    }

    /** A full collection in each, after which they give back what they do not need. */
    public static void collect(List<Long> pids) {
        for (long pid : pids) {
            Commands.output(LIMIT, List.of(jcmd().toString(), Long.toString(pid), "GC.run"));
        }
    }

    private static Path jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd");
    }
}
