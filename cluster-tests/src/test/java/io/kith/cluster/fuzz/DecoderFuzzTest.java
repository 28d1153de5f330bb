package io.kith.cluster.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.cluster.hostile.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestFactory;

/** Every decoder reads or refuses what others send, whatever it is: see {@code CONTRIBUTING.md} for longer runs. */
class DecoderFuzzTest {
    private static final double SECONDS = Double.parseDouble(System.getProperty("fuzz.seconds", "10"));
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final Path FOUND = Path.of("target/fuzz-found");

    @TestFactory
    Stream<DynamicTest> whatWasTroubleOnceIsNoneNow() {
        return Arrays.stream(FuzzedDecoder.values())
                .flatMap(decoder -> FuzzSeeds.kept(decoder).stream()
                        .map(bytes -> Named.of(decoder + " " + Arrays.hashCode(bytes), bytes))
                        .map(named -> DynamicTest.dynamicTest(
                                named.getName(), () -> decoder.readInTime(named.getPayload()))));
    }

    @TestFactory
    Stream<DynamicTest> whateverOthersSendIsReadOrRefused() {
        return Arrays.stream(FuzzedDecoder.values())
                .map(decoder -> DynamicTest.dynamicTest(decoder.name(), () -> fuzz(decoder)));
    }

    private static void fuzz(FuzzedDecoder decoder) throws IOException {
        List<byte[]> seeds = FuzzSeeds.of(decoder);
        long read = seeds.stream().filter(decoder::read).count();
        assertThat(read).as("seeds that are right").isPositive();
        Mutations mutations = new Mutations(SEED, seeds);
        long end = System.nanoTime() + (long) (SECONDS * 1e9);
        long tried = 0;
        while (System.nanoTime() < end) {
            byte[] bytes = mutations.next();
            tried++;
            try {
                decoder.readInTime(bytes);
            } catch (Throwable e) {
                throw new AssertionError(kept(decoder, bytes) + ", seed " + SEED, e);
            }
        }
        System.out.printf(Locale.ROOT, "%s: %d inputs in %.1f s, seed %d%n", decoder, tried, SECONDS, SEED);
    }

    private static String kept(FuzzedDecoder decoder, byte[] bytes) throws IOException {
        Path file = FOUND.resolve(decoder.name().toLowerCase(Locale.ROOT))
                .resolve(Integer.toHexString(Arrays.hashCode(bytes)));
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        return "move " + file + " to src/test/resources/io/kith/cluster/fuzz";
    }
}
