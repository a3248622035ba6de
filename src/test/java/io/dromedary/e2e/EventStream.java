package io.dromedary.e2e;

import static io.dromedary.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client of Server-Sent Events, for tests: reads them line by line, and hangs up when it is closed. */
final class EventStream implements AutoCloseable {

    private static final ContractCheck CONTRACT = new ContractCheck();

    private final String job;
    private final BufferedReader lines;
    private String lastId = "";
    private String name = "";

    private EventStream(String job, BufferedReader lines) {
        this.job = job;
        this.lines = lines;
    }

    static EventStream open(BaseNode<?> node, String job) {
        return open(node, Node.KEY, job);
    }

    static EventStream open(BaseNode<?> node, String key, String job) {
        return open(node, key, job, "/jobs/" + job + "/events", "");
    }

    /** The events of all jobs of a key's project, after the one with this id. */
    static EventStream ofProject(BaseNode<?> node, String key, String lastId) {
        return open(node, key, "", "/events", lastId);
    }

    private static EventStream open(BaseNode<?> node, String key, String job, String path, String lastId) {
        try {
            URLConnection connection = node.url().resolve(path).toURL().openConnection();
            connection.setRequestProperty("Authorization", "Bearer " + key);
            if (!lastId.isEmpty()) {
                connection.setRequestProperty("Last-Event-ID", lastId);
            }
            connection.setReadTimeout(30_000);
            var stream = new EventStream(job, new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)));
            assertThat(connection.getContentType()).isEqualTo("text/event-stream");
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String job() {
        return job;
    }

    /** The name of the last event: job, or deleted. */
    String name() {
        return name;
    }

    String lastId() {
        return lastId;
    }

    /** Whether it ends before it is shown to be in use yet, after some seconds without an event. */
    boolean endsSoon() {
        try {
            String line = lines.readLine();
            while (line != null && !line.startsWith(": still")) {
                line = lines.readLine();
            }
            return line == null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The job of the next event, or the id of one that was deleted; null when the stream has ended. */
    JsonNode next() {
        try {
            JsonNode data = null;
            long end = System.nanoTime() + SOON.toNanos();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                assertThat(System.nanoTime()).as("an event comes soon, not only signs of life").isLessThan(end);
                if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                    assertThat(name).isIn("job", "deleted");
                } else if (line.startsWith("data: ")) {
                    data = new ObjectMapper().readTree(line.substring(6));
                } else if (line.isEmpty() && data != null) {
                    if (name.equals("job")) {
                        CONTRACT.keeps("/components/schemas/Job", data);
                    }
                    return data;
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jobs of all events until the end. */
    List<JsonNode> rest() {
        var jobs = new ArrayList<JsonNode>();
        for (JsonNode event = next(); event != null; event = next()) {
            jobs.add(event);
        }
        return jobs;
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
