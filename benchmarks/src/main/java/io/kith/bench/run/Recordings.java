package io.kith.bench.run;

import io.kith.bench.process.Jcmd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Recordings of running JVMs with Java Flight Recorder, each with a summary beside it. */
final class Recordings implements AutoCloseable {
    private static final String NAME = "kith-bench";

    private final Path folder;
    private final Map<String, Long> running;

    private Recordings(Path folder, Map<String, Long> jvms) {
        this.folder = folder.toAbsolutePath();
        this.running = new LinkedHashMap<>(jvms);
    }

    /** Nothing is recorded. */
    static Recordings none() {
        return new Recordings(Path.of(""), Map.of());
    }

    /**
     * Begins.
     *
     * @param jvms the processes, by what their recording shall be called
     */
    static Recordings start(Path folder, Map<String, Long> jvms) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
        jvms.values().forEach(pid -> Jcmd.tell(pid, "JFR.start", "name=" + NAME, "settings=profile"));
        return new Recordings(folder, jvms);
    }

    /** Ends them and writes them. */
    void stop() {
        Map<String, Long> all = new LinkedHashMap<>(running);
        running.clear();
        all.forEach((name, pid) -> Jcmd.tell(pid, "JFR.stop", "name=" + NAME, "filename=" + file(name)));
        all.keySet().forEach(name -> {
            try {
                Files.writeString(folder.resolve(name + ".txt"), RecordingSummary.of(file(name)));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot sum up " + file(name), e);
            }
        });
    }

    private Path file(String name) {
        return folder.resolve(name + ".jfr");
    }

    /** Gives up those that were not stopped. */
    @Override
    public void close() {
        running.values().forEach(pid -> Jcmd.tell(pid, "JFR.stop", "name=" + NAME));
    }
}
