package io.kith.bench.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A process that this one started. All of them end with this one at the latest, also when it is interrupted. */
public final class ServerProcess implements AutoCloseable {
    private static final int KEPT_LINES = 2_000;
    private static final int SHOWN_LINES = 20;
    private static final long LAST_LINE_MILLIS = 2_000;
    private static final Duration END_LIMIT = Duration.ofSeconds(10);
    private static final Set<ServerProcess> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(ServerProcess::close), "end-processes"));
    }

    private final String name;
    private final Process process;
    private final Writer input;
    private final Deque<String> lines = new ArrayDeque<>();
    private final Thread reader;

    private ServerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        ALIVE.add(this);
        this.reader = new Thread(this::readOutput, "output-of-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code command}. */
    public static ServerProcess start(String name, List<String> command) {
        try {
            return new ServerProcess(
                    name, new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** The process's number. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until it says a line that {@code pattern} matches, or has said one.
     *
     * @throws IllegalStateException if it ends before, or does not within {@code limit}
     */
    public Matcher awaitLine(Pattern pattern, Duration limit) {
        Matcher[] found = new Matcher[1];
        awaitAnyLine(
                "matches " + pattern,
                line -> {
                    Matcher matcher = pattern.matcher(line);
                    if (matcher.matches()) {
                        found[0] = matcher;
                    }
                    return matcher.matches();
                },
                limit);
        return found[0];
    }

    private void awaitAnyLine(String what, Predicate<String> wanted, Duration limit) {
        try {
            RunPause.until(name + " says what " + what, limit, () -> {
                // Asked before its lines are looked at: a process that said it and ended at once has said it.
                boolean alive = process.isAlive();
                if (!alive) {
                    awaitLastLine();
                }
                if (said(wanted) != null) {
                    return true;
                }
                if (!alive) {
                    throw new IllegalStateException(name + " ended by itself");
                }
                return false;
            });
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + "; it said last:\n" + lastLines(), e);
        }
    }

    private void awaitLastLine() {
        try {
            reader.join(LAST_LINE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable String said(Predicate<String> wanted) {
        synchronized (lines) {
            for (String line : lines) {
                if (wanted.test(line)) {
                    return line;
                }
            }
        }
        return null;
    }

    /** Whether it has said a line that {@code pattern} matches. */
    public boolean hasSaid(Pattern pattern) {
        return said(line -> pattern.matcher(line).matches()) != null;
    }

    /** Forgets what it said so far. */
    public void forgetLines() {
        synchronized (lines) {
            lines.clear();
        }
    }

    /** Sends it a line. */
    public void tell(String line) {
        try {
            input.write(line);
            input.write('\n');
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " takes no more orders; it said last:\n" + lastLines(), e);
        }
    }

    /** SIGTERM. */
    public void ask() {
        process.toHandle().destroy();
    }

    /**
     * Waits until it has ended.
     *
     * @throws IllegalStateException if that takes longer than {@code limit}
     */
    public void awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(name + " did not end within " + limit.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " ended", e);
        }
        ALIVE.remove(this);
    }

    /** What it said last. */
    public String lastLines() {
        synchronized (lines) {
            return String.join(
                    System.lineSeparator(),
                    lines.stream().skip(Math.max(0, lines.size() - SHOWN_LINES)).toList());
        }
    }

    /** SIGKILL, and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd(END_LIMIT);
    }

    @Override
    public String toString() {
        return name;
    }

    private void readOutput() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                keep(line);
            }
        } catch (IOException | UncheckedIOException e) {
            keep("(its output broke off: " + e.getMessage() + ")");
        }
    }

    private void keep(String line) {
        synchronized (lines) {
            lines.addLast(line);
            if (lines.size() > KEPT_LINES) {
                lines.removeFirst();
            }
        }
    }
}
