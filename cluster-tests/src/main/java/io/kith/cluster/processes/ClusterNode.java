package io.kith.cluster.processes;

import io.kith.transport.NodeId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node in a process of its own, which can be killed, frozen and asked to leave. */
public final class ClusterNode implements AutoCloseable {
    private static final int KEPT_LINES = 60;
    private static final Duration FREEZE_LIMIT = Duration.ofMinutes(1);
    private static final char STOPPED = 'T';
    /** What a node says only when something is wrong with it. */
    private static final Pattern ALARM =
            Pattern.compile(".*(OutOfMemory|StackOverflow|is stopped on this node| ERROR ).*");

    private static final int KEPT_ALARMS = 20;
    private static final Pattern SERVING = Pattern.compile("node ([0-9a-f]{32}) serving \\S+ at (\\S+), .*");
    private static final Pattern READY = Pattern.compile("node [0-9a-f]{32} ready, .*");

    private final Process process;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final List<String> alarms = new ArrayList<>();
    private volatile @Nullable NodeId id;
    private volatile @Nullable String address;
    private volatile boolean ready;

    private ClusterNode(Process process) {
        this.process = process;
        Thread reader = new Thread(this::readOutput, "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code program} with {@code arguments}; it ends with this JVM at the latest. */
    static ClusterNode start(NodeProgram program, List<String> arguments) {
        try {
            return new ClusterNode(new ProcessBuilder(program.command(arguments))
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
    public ClusterNode awaitServing(Duration limit) {
        Pause.until("the node process " + pid() + " serves", limit, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("a node ended by itself; it said last:\n" + lastLines());
            }
            return isServing();
        });
        return this;
    }

    /**
     * Waits until the node says that it holds its share of the data.
     *
     * @throws IllegalStateException if it ends, or takes longer than {@code limit}
     */
    ClusterNode awaitReady(Duration limit) {
        Pause.until("the node process " + pid() + " is ready", limit, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("a node ended by itself; it said last:\n" + lastLines());
            }
            return ready;
        });
        return this;
    }

    /** SIGKILL, and waits until the process is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofMinutes(1));
    }

    /**
     * SIGSTOP: the process does nothing any more, while its connections stay open.
     *
     * @throws IllegalStateException if it does not stop within seconds
     */
    public void freeze() {
        signal("STOP");
        // The signal stops nobody until one of the threads has run to take it: a while on a busy machine.
        Pause.until("all threads of the process " + pid() + " have stopped", FREEZE_LIMIT, this::isFrozen);
    }

    /** Whether none of the process's threads runs any more until {@link #thaw}. */
    boolean isFrozen() {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
            return threads.allMatch(ClusterNode::isStopped);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot see whether the process " + pid() + " has stopped", e);
        }
    }

    private static boolean isStopped(Path thread) {
        try {
            // The state is behind the thread's name, which may have any characters.
            String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
            return stat.charAt(stat.lastIndexOf(')') + 2) == STOPPED;
        } catch (IOException e) {
            // The thread has ended meanwhile; whoever looks again does not find it any more.
            return false;
        }
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
                ready = ready || READY.matcher(line).matches();
            }
        } catch (IOException | UncheckedIOException e) {
            keep("(its output broke off: " + e.getMessage() + ")");
        }
    }

    /** The first lines in which the node said that something is wrong with it. */
    List<String> alarms() {
        synchronized (lastLines) {
            return List.copyOf(alarms);
        }
    }

    private void keep(String line) {
        synchronized (lastLines) {
            if (alarms.size() < KEPT_ALARMS && ALARM.matcher(line).matches()) {
                alarms.add(line);
            }
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
