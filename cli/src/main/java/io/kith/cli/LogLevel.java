package io.kith.cli;

/** How much is logged; each level includes those before it. */
enum LogLevel {
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}
