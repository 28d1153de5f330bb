package io.kith.collections.kind;

/** Told by a collection of requests that waited in it. */
public interface WaitingRequests {
    /** A request has its result now. */
    void complete(RequestKey request, byte[] payload);
}
