package io.dromedary.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.r2.Credentials;
import io.dromedary.r2.R2Double;
import io.dromedary.r2.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Makes a world for each entry: a project with a key, a store with the buckets that the entry names, the media that it
 * needs in each place that it may name, and its connections.
 */
final class Worlds {

    private static final Pattern BUCKET = Pattern.compile("s3://([a-z0-9.-]+)(/[^\"' \\\\]*)?");

    private final AtomicInteger numbers = new AtomicInteger();
    private final Api operator;
    private final Hosts hosts;
    private final Samples samples;
    private final Path folder;

    /** @param operator may make keys for any project */
    Worlds(Api operator, Hosts hosts, Samples samples, Path folder) {
        this.operator = operator;
        this.hosts = hosts;
        this.samples = samples;
        this.folder = folder;
    }

    World of(Entry entry) throws IOException, InterruptedException {
        String name = "e" + numbers.incrementAndGet();
        ObjectNode key = JsonNodeFactory.instance.objectNode().put("name", name).put("project", name).put("scope", "write");
        Api api = operator.with(operator.post("/keys", key).get("key").asText());
        Path home = Files.createDirectories(folder.resolve(name));
        Path work = Files.createDirectories(home.resolve("work"));
        R2Double store = R2Double.start(home.resolve("store"));
        String all = entry.node().toString();
        BUCKET.matcher(all).results().forEach(found -> store.createBucket(found.group(1)));
        for (Map.Entry<String, String> need : entry.needs().entrySet()) {
            Path sample = samples.of(need.getValue());
            hosts.serve(name, need.getKey(), sample);
            Files.copy(sample, work.resolve(need.getKey()));
            BUCKET.matcher(all).results().filter(found -> found.group(2) != null && found.group(2).endsWith("/" + need.getKey()))
                    .forEach(found -> store.put(found.group(1), found.group(2).substring(1), sample, "application/octet-stream"));
        }
        Credentials credentials = store.newKey(Tier.OBJECT_READ_WRITE);
        var ids = new HashMap<String, String>();
        for (JsonNode connection : entry.node().path("connections")) {
            ObjectNode body = connection.deepCopy();
            body.put("kind", "s3").put("endpoint", store.endpoint().toString()).put("region", "auto")
                    .put("access_key_id", credentials.accessKeyId()).put("secret_access_key", credentials.secretAccessKey());
            String id = api.post("/connections", body).get("id").asText();
            ids.put("con", id);
            ids.put("conn", id);
        }
        return new World(entry, name, api, hosts, store, credentials, home, ids);
    }
}
