package io.kith.transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs protocol code so that what it throws is not lost. */
final class ProtocolGuard {
    private static final Logger LOGGER = LoggerFactory.getLogger(ProtocolGuard.class);

    private ProtocolGuard() {}

    static void run(Runnable task, FatalHandler fatal) {
        try {
            task.run();
        } catch (Throwable t) {
            LOGGER.error("Protocol code failed", t);
            fatal.failed(t);
        }
    }
}
