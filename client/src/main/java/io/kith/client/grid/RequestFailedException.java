package io.kith.client.grid;

import io.kith.client.ClusterFullException;
import io.kith.client.ClusterReplacedException;
import io.kith.client.CollectionDestroyedException;
import io.kith.client.CollectionTypeException;
import io.kith.client.KithException;
import io.kith.client.KithTimeoutException;
import io.kith.client.OutcomeUnknownException;
import io.kith.client.PartitionUnavailableException;
import io.kith.client.ValueTooLargeException;
import io.kith.client.routing.Failure;
import io.kith.transport.ForeignText;

/** Carries a failure to whoever waits for it, who throws an exception of his own with a stack trace of his own. */
public final class RequestFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    RequestFailedException(Failure failure) {
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    /** What the user gets to see. */
    KithException forUser() {
        String message = ForeignText.bounded(failure.message());
        return switch (failure.kind()) {
            case TIMEOUT -> new KithTimeoutException(message);
            case OUTCOME_UNKNOWN -> new OutcomeUnknownException(message);
            case UNAVAILABLE -> new PartitionUnavailableException(message);
            case TOO_LARGE -> new ValueTooLargeException(message);
            case FULL -> new ClusterFullException(message);
            case DESTROYED -> new CollectionDestroyedException(message);
            case WRONG_TYPE -> new CollectionTypeException(message);
            case REPLACED -> new ClusterReplacedException(message);
            case BAD_REQUEST -> new KithException("the node could not make sense of a request: " + message);
            case FAILED, REFUSED, CLOSED -> new KithException(message);
        };
    }
}
