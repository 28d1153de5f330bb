package io.kith.client;

/** What connects programs to clusters; found by {@link java.util.ServiceLoader}. Programs call {@link Kith#connect}. */
public interface KithProvider {

    /**
     * Connects as {@code options} say.
     *
     * @throws KithException if no node can be reached, or none wants this client
     */
    Kith connect(ClientOptions options);
}
