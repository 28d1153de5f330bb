package io.kith.client.routing;

/** What is done with requests. */
interface Dispatch {

    /** Takes on a request of the router's own. */
    void take(Request request);

    /** Takes on a request; it ends by one of its callbacks. */
    void submit(Request request);

    /** Sends a request to the node that it should go to, as soon as that can be. */
    void route(Request request);

    /** Sends a request again, a little later. */
    void backOff(Request request);

    /** What is still to come of what was sent for a request counts no more: it was refused, and is to be asked anew. */
    void renew(Request request);

    /** Keeps a request until it is {@linkplain #route routed} again. */
    void hold(Request request);

    void succeed(Request request, byte[] payload);

    void fail(Request request, Failure.Kind kind, String message);

    /** Whether nothing is to be sent any more, at least for now. */
    boolean isMute();
}
