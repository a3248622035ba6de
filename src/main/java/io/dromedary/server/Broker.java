package io.dromedary.server;

import io.dromedary.api.Health;
import jakarta.jms.ConnectionFactory;

/** What holds the messages: in this process, or one that several nodes share. */
interface Broker extends AutoCloseable {

    String JOBS = "jobs";
    String DEAD_JOBS = "jobs.dead";
    String WEBHOOKS = "webhooks";

    /** Starts it, where it is this process's to start. */
    void start() throws Exception;

    /** Ways to it, for when it has started. Each opens a connection of its own. */
    ConnectionFactory connections();

    /**
     * Looks whether it can be used.
     *
     * @throws Health.Down when not
     */
    void check() throws Health.Down;
}
