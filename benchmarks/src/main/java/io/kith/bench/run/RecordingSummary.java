package io.kith.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** What a recording of a JVM shows at a glance: where it computes, what it calls natively, and what it allocates. */
final class RecordingSummary {
    private static final int SHOWN = 40;

    private final Counts methods = new Counts("methods on top of the stack, Java code");
    private final Counts callers = new Counts("methods anywhere on the stack, Java code");
    private final Counts natives = new Counts("methods on top of the stack, native code (waiting included)");
    private final Counts threads = new Counts("threads, Java code");
    private final Counts classes = new Counts("classes allocated, by bytes");
    private final Counts sites = new Counts("methods that allocate, by bytes");

    private RecordingSummary() {}

    /** The summary of {@code file}. */
    static String of(Path file) throws IOException {
        RecordingSummary summary = new RecordingSummary();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                summary.add(recording.readEvent());
            }
        }
        StringBuilder text = new StringBuilder();
        List.of(summary.methods, summary.callers, summary.natives, summary.threads, summary.classes, summary.sites)
                .forEach(counts -> counts.writeTo(text));
        return text.toString();
    }

    private void add(RecordedEvent event) {
        RecordedStackTrace stack = event.getStackTrace();
        if (stack == null || stack.getFrames().isEmpty()) {
            return;
        }
        String top = method(stack.getFrames().get(0));
        switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample" -> {
                methods.add(top, 1);
                Set<String> all = new HashSet<>();
                stack.getFrames().forEach(frame -> all.add(method(frame)));
                callers.addEach(all);
                threads.add(event.getThread("sampledThread").getJavaName(), 1);
            }
            case "jdk.NativeMethodSample" -> natives.add(top, 1);
            case "jdk.ObjectAllocationSample" -> {
                RecordedClass allocated = event.getClass("objectClass");
                classes.add(allocated.getName(), event.getLong("weight"));
                sites.add(top, event.getLong("weight"));
            }
            default -> {}
        }
    }

    private static String method(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        // Behind this stands what differs from process to process.
        int lambda = type.indexOf("$$Lambda");
        return (lambda < 0 ? type : type.substring(0, lambda) + "$$Lambda") + "."
                + frame.getMethod().getName();
    }

    /** How much of a whole each of many has. */
    private static final class Counts {
        private final String title;
        private final Map<String, Long> counts = new HashMap<>();
        private long all;

        Counts(String title) {
            this.title = title;
        }

        void add(String name, long weight) {
            counts.merge(name, weight, Long::sum);
            all += weight;
        }

        /** Each of them has a part in the same one. */
        void addEach(Set<String> names) {
            names.forEach(name -> counts.merge(name, 1L, Long::sum));
            all++;
        }

        void writeTo(StringBuilder text) {
            text.append(title).append(" (").append(all).append(")\n");
            counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(SHOWN)
                    .forEach(entry -> text.append(String.format(
                            Locale.ROOT, "%6.1f%%  %s%n", 100.0 * entry.getValue() / all, entry.getKey())));
            text.append('\n');
        }
    }
}
