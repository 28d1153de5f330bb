package io.kith.transport;

/** What is said before a connection carries messages, and when it is refused. */
sealed interface HandshakeMessage extends Message permits Hello, Welcome, Refused {}
