package io.dromedary.server;

import io.dromedary.api.Health;
import io.dromedary.job.Lane;
import jakarta.jms.ConnectionFactory;
import java.util.List;
import java.util.stream.Stream;

/** What holds the messages: in this process, or one that several nodes share. */
interface Broker extends AutoCloseable {

    List<String> JOBS = Stream.of(Lane.values()).map(Lane::queue).toList();
    String DEAD_JOBS = "jobs.dead";
    String WEBHOOKS = "webhooks";

    /** Starts it, where it is this process's to start. */
    void start() throws Exception;

    /** Can other nodes take work from it? */
    boolean isShared();

    /** Ways to it, for when it has started. Each opens a connection of its own. */
    ConnectionFactory connections();

    /**
     * Looks whether it can be used.
     *
     * @throws Health.Down when not
     */
    void check() throws Health.Down;
}
