package io.kith.cluster.processes;

/** What a test makes outside of its process, such as namespaces: removed when this is closed, and if not, when this JVM ends. */
final class RemovedAtExit implements AutoCloseable {
    private final Runnable removal;
    private final Thread atExit;

    /**
     * Nothing is removed yet.
     *
     * @param removal removes it, or what of it was made; harmless where nothing is left
     */
    RemovedAtExit(Runnable removal) {
        this.removal = removal;
        this.atExit = new Thread(removal, "remove-at-exit");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    @Override
    public void close() {
        removal.run();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is shutting down: the hook runs anyway, and finds nothing left to do.
            removal.run();
        }
    }
}
