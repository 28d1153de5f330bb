package io.kith.transport;

/** Stands for a message of a later version that this process does not know and passes over. */
enum LaterMessage implements Message {
    SKIPPED
}
