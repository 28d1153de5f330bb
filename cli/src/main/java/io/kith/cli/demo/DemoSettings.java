package io.kith.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the demo is to do.
 *
 * @param files the texts whose words are counted
 * @param threads how many client threads count, 1 or more
 * @param quiet how long the cluster is left alone before, between and after the events
 * @param patience how long any one wait may take before the demo gives up
 * @param mainClass the command line's main class, to start nodes with
 */
public record DemoSettings(List<Path> files, int threads, Duration quiet, Duration patience, String mainClass) {

    public DemoSettings {
        files = List.copyOf(files);
    }
}
