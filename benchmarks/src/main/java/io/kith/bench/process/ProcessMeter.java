package io.kith.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What the operating system says of processes. */
public final class ProcessMeter {
    // Linux counts these in hundredths of a second on every machine that Java runs on.
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_FIELD = 11;
    private static final int SYSTEM_FIELD = 12;

    private ProcessMeter() {}

    /** CPU seconds, the program's own and the kernel's on its behalf, that these processes have used so far. */
    public static double cpuSeconds(List<Long> pids) {
        double sum = 0;
        for (long pid : pids) {
            // The program's name, in brackets, may hold blanks; the fields are counted behind it.
            String stat = read(pid, "stat");
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            sum += (Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[SYSTEM_FIELD])) / TICKS_PER_SECOND;
        }
        return sum;
    }

    /** Bytes of memory that these processes hold, without what is swapped out. */
    public static long residentBytes(List<Long> pids) {
        long sum = 0;
        for (long pid : pids) {
            sum += read(pid, "status")
                    .lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .sum();
        }
        return sum;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (NoSuchFileException e) {
            throw new IllegalStateException("process " + pid + " has ended", e);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read what /proc says of process " + pid, e);
        }
    }
}
