package io.kith.transport;

/** What is said before a connection carries messages, and when it is refused. */
sealed interface HandshakeMessage extends Message permits Hello, Welcome, Refused {

    /** The kinds of handshake messages, with their codes on the wire. */
    enum Kind implements WireKind {
        HELLO(1),
        WELCOME(2),
        REFUSED(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /** Which of them this is. */
    Kind wireKind();
}
