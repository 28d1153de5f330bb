package io.kith.cluster.processes;

import io.kith.transport.NodeId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A node in a process of its own, which can be killed, frozen and asked to leave. */
public final class NodeProcess implements AutoCloseable {
    private static final int KEPT_LINES = 60;
    private static final Pattern SERVING = Pattern.compile("node ([0-9a-f]{32}) serving \\S+ at (\\S+), .*");

    private final Process process;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private volatile @Nullable NodeId id;
    private volatile @Nullable String address;

    private NodeProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::readOutput, "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code program} with {@code arguments}; it ends with this JVM at the latest. */
    static NodeProcess start(NodeProgram program, List<String> arguments) {
        try {
            return new NodeProcess(new ProcessBuilder(program.command(arguments))
                    .redirectErrorStream(true)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a node process", e);
        }
    }

    /** The process's number. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether the node has said that it is a member. */
    public boolean isServing() {
        return address != null;
    }

    /**
     * The node's id.
     *
     * @throws IllegalStateException if it has not said that it serves
     */
    public NodeId id() {
        NodeId known = id;
        if (known == null) {
            throw new IllegalStateException("the node has not served yet; it said last:\n" + lastLines());
        }
        return known;
    }

    /**
     * Where it listens.
     *
     * @throws IllegalStateException if it has not said that it serves
     */
    public String address() {
        String known = address;
        if (known == null) {
            throw new IllegalStateException("the node has not served yet; it said last:\n" + lastLines());
        }
        return known;
    }

    /**
     * Waits until the node says that it serves.
     *
     * @throws IllegalStateException if it ends, or takes longer than {@code limit}
     */
    public NodeProcess awaitServing(Duration limit) {
        Pause.until("the node process " + pid() + " serves", limit, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("a node ended by itself; it said last:\n" + lastLines());
            }
            return isServing();
        });
        return this;
    }

    /** SIGKILL, and waits until the process is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    /** SIGSTOP: the process does nothing any more, while its connections stay open. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT: the process goes on as if no time had passed. */
    public void thaw() {
        signal("CONT");
    }

    /** SIGTERM: the node drains and leaves, and then ends. */
    public void leave() {
        process.toHandle().destroy();
    }

    /**
     * Waits until the process has ended.
     *
     * @return its exit code
     * @throws IllegalStateException if that takes longer than {@code limit}
     */
    public int awaitEnd(Duration limit) {
        Pause.until("the process " + pid() + " ends", limit, () -> !process.isAlive());
        return process.exitValue();
    }

    /** What the node said last. */
    public String lastLines() {
        synchronized (lastLines) {
            return String.join(System.lineSeparator(), lastLines);
        }
    }

    /** Ends the process at once. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void signal(String name) {
        Shell.run("kill", "-" + name, Long.toString(pid()));
    }

    private void readOutput() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), Charset.defaultCharset()))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(line);
                Matcher serving = SERVING.matcher(line);
                if (address == null && serving.matches()) {
                    id = NodeId.parse(serving.group(1));
                    address = serving.group(2);
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

    /** Waits for a process that is being ended. */
    boolean hasEndedWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }
}
