package io.kith.collections;

/** Told by a collection of requests that waited in it. */
interface WaitingRequests {
    /** A request has its result now. */
    void complete(RequestKey request, byte[] payload);
}
