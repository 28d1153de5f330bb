package io.kith.client;

import java.time.Duration;

/**
 * An element that was taken on trial.
 *
 * @param <E> the element's type
 */
public interface Reserved<E> {

    /** The element. */
    E element();

    /**
     * The element is done with: it will not come back.
     *
     * @return false if the reservation had ended already, so that somebody else may have the element
     */
    boolean acknowledge();

    /**
     * Gives the element back at once.
     *
     * @return false if the reservation had ended already
     */
    boolean release();

    /**
     * Lets the reservation hold for {@code lease} from now on.
     *
     * @return false if it had ended already
     */
    boolean extend(Duration lease);
}
