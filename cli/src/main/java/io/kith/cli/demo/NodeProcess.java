package io.kith.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A node in a process of its own, run by the same Java and from the same program as this one. */
final class NodeProcess implements AutoCloseable {
    private static final int KEPT_LINES = 40;
    private static final String SERVING = " serving ";

    private final String address;
    private final Process process;
    private final Consumer<String> news;
    private final long startedAtNanos = System.nanoTime();
    private final Deque<String> lastLines = new ArrayDeque<>();
    private volatile long servingAfterMillis = -1;

    private NodeProcess(String address, Process process, Consumer<String> news) {
        this.address = address;
        this.process = process;
        this.news = news;
        Thread reader = new Thread(this::readOutput, "output-of-" + address);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a node at {@code address} that asks {@code seeds}; with none, it makes a new cluster.
     *
     * @param news is given the line in which the node says that it serves
     * @throws DemoException if no process can be started
     */
    static NodeProcess start(
            String mainClass, String cluster, String address, List<String> seeds, Consumer<String> news) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        String archive = System.getProperty("kith.archive");
        if (archive != null) {
            command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off"));
        }
        String compiler = System.getProperty("kith.compiler.options");
        if (compiler != null) {
            command.addAll(List.of(compiler.split(" ")));
        }
        // The JVMs share one machine: the collector with the fewest threads, and no more memory than words take.
        command.addAll(
                List.of("-XX:+UseSerialGC", "-Xmx512m", "-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of("node", "--exit-with-parent", "--cluster", cluster, "--listen", address));
        for (String seed : seeds) {
            command.addAll(List.of("--seed", seed));
        }
        try {
            return new NodeProcess(
                    address,
                    new ProcessBuilder(command).redirectErrorStream(true).start(),
                    news);
        } catch (IOException e) {
            throw new DemoException("cannot start a node: " + e.getMessage(), e);
        }
    }

    String address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether the node has said that it serves. */
    boolean isServing() {
        return servingAfterMillis >= 0;
    }

    /** How long after its start it said so; -1 if it has not. */
    long servingAfterMillis() {
        return servingAfterMillis;
    }

    /**
     * SIGTERM: the node drains and leaves. Not {@code Process.destroy}, which closes the process's standard input besides,
     * by which the node would see its parent end.
     */
    void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    /** What the node said last, for error messages. */
    String lastLines() {
        synchronized (lastLines) {
            return String.join(System.lineSeparator(), lastLines);
        }
    }

    /** Ends the process at once and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        boolean interrupted = false;
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void readOutput() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(line);
                if (servingAfterMillis < 0 && line.startsWith("node ") && line.contains(SERVING)) {
                    servingAfterMillis = (System.nanoTime() - startedAtNanos) / 1_000_000;
                    news.accept(line);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            keep("(its output broke off: " + e.getMessage() + ")");
        }
    }

    private void keep(String line) {
        synchronized (lastLines) {
            lastLines.addLast(line);
            if (lastLines.size() > KEPT_LINES) {
                lastLines.removeFirst();
            }
        }
    }
}
