package io.kith.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error, if that is a terminal. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 100;
    private static final int INTERVAL_MILLIS = 200;

    private final @Nullable ProgressBar bar;
    private final PrintWriter out;

    private Progress(@Nullable ProgressBar bar, PrintWriter out) {
        this.bar = bar;
        this.out = out;
    }

    /** A bar for {@code task} that is full at {@code goal}, written to {@code out}. */
    static Progress towards(String task, long goal, PrintWriter out) {
        if (!Terminal.onStandardError()) {
            return new Progress(null, out);
        }
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(goal)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(INTERVAL_MILLIS)
                // The bar stays out of terminal detection, which the launcher has done.
                .setConsumer(new DelegatingProgressBarConsumer(text -> draw(out, text), WIDTH))
                .build();
        return new Progress(bar, out);
    }

    /** Whether there is a bar to be seen. */
    boolean isShown() {
        return bar != null;
    }

    /** Moves the bar to {@code position}, with {@code remark} after it. */
    void to(long position, String remark) {
        if (bar != null) {
            bar.stepTo(position);
            bar.setExtraMessage(remark);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            out.println();
            out.flush();
        }
    }

    private static void draw(PrintWriter out, String text) {
        out.print("\r" + text);
        out.flush();
    }
}
