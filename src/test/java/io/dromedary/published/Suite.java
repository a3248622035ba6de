package io.dromedary.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A file of requests, one for each form that is published, to be replayed one by one by tests. */
public final class Suite implements AutoCloseable {

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Hosts hosts = new Hosts();
    private final Worlds worlds;

    /**
     * Reads a file.
     *
     * @param url    of the server
     * @param key    of an operator of it
     * @param folder for what is made
     */
    public Suite(Path file, URI url, String key, Path folder) throws IOException {
        entries.putAll(read(file));
        worlds = new Worlds(new Api(url, key), hosts, new Samples(folder), folder);
    }

    private static Map<String, Entry> read(Path file) throws IOException {
        var entries = new LinkedHashMap<String, Entry>();
        for (JsonNode node : new ObjectMapper().readTree(file.toFile())) {
            var entry = new Entry(node);
            entries.put(entry.id(), entry);
        }
        return entries;
    }

    /** The ids of the entries of a file. */
    public static Set<String> ids(Path file) throws IOException {
        return read(file).keySet();
    }

    /** What is not as the entry says; empty if all of it is. */
    public String complaint(String id) throws IOException, InterruptedException {
        Entry entry = entries.get(id);
        try (World world = worlds.of(entry)) {
            Verdict verdict = new Replay(world).run();
            Verdict.Outcome expected = entry.node().path("refused").asBoolean()
                    ? Verdict.Outcome.REFUSED : Verdict.Outcome.WORKS;
            return verdict.outcome() == expected ? "" : verdict.word() + ": " + verdict.why();
        }
    }

    @Override
    public void close() {
        hosts.close();
    }
}
