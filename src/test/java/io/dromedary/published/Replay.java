package io.dromedary.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Sends the request of an entry, or runs its command, and checks what comes of it. */
final class Replay {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS = 300;
    /** The words by which this server refuses what an older page publishes. */
    private static final String REFUSAL = "does not offer";

    private final World world;
    private final Entry entry;
    private final Checks checks;

    Replay(World world) {
        this.world = world;
        this.entry = world.entry();
        this.checks = new Checks(world);
    }

    Verdict run() throws IOException, InterruptedException {
        return entry.isCommand() ? command() : request();
    }

    private Verdict request() throws IOException, InterruptedException {
        JsonNode asked = entry.request();
        HttpRequest.Builder request = world.api().request(world.text(asked.get("path").asText()));
        if (!asked.path("anonymous").asBoolean()) {
            request.header("Authorization", "Bearer " + world.api().key());
        }
        asked.path("headers").properties().forEach(header -> request.header(header.getKey(), header.getValue().asText()));
        if (asked.hasNonNull("body")) {
            String type = asked.path("content_type").asText("application/json");
            if (!type.isEmpty()) {
                request.header("Content-Type", type);
            }
            request.method(asked.get("method").asText(),
                    HttpRequest.BodyPublishers.ofString(world.body(asked.get("body")).toString()));
        } else {
            request.method(asked.get("method").asText(), HttpRequest.BodyPublishers.noBody());
        }
        Api.Answer answer = world.api().send(request);
        if (!entry.isCurrent() && answer.status() >= 400 && answer.text().contains(REFUSAL)) {
            return new Verdict(Verdict.Outcome.REFUSED, answer.json().path("message").asText());
        }
        return Verdict.of(complaints(answer));
    }

    private List<String> complaints(Api.Answer answer) throws IOException, InterruptedException {
        int expected = entry.check().path("status").asInt(answer.status() / 100 * 100 == 200 ? answer.status() : 200);
        if (answer.status() != expected) {
            return List.of("it is answered with " + answer.status() + " instead of " + expected + ": " + answer.text().strip());
        }
        List<String> complaints = new ArrayList<>(checks.fields("the answer", answer.json(), entry.check().path("body")));
        if (!entry.check().has("end")) {
            return complaints;
        }
        String id = answer.json().path("id").asText();
        JsonNode ended = world.ended("/" + id.replaceFirst("_.*", "s/") + id);
        if (!ended.path("status").asText().equals("succeeded")) {
            return List.of("it ends as " + ended.path("status").asText() + ": " + ended.path("error"));
        }
        complaints.addAll(checks.result(ended));
        complaints.addAll(checks.webhook());
        return complaints;
    }

    private Verdict command() throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        if (entry.node().has("shell")) {
            words.addAll(List.of("sh", "-c", world.text(entry.node().get("shell").asText())));
        } else {
            for (JsonNode word : entry.node().get("argv")) {
                words.add(world.text(word.asText()));
            }
        }
        Path out = world.home().resolve("out");
        Path err = world.home().resolve("err");
        int code = run(words, out, err);
        String printed = Files.readString(out);
        String said = Files.readString(err).strip();
        if (!entry.isCurrent() && code != 0 && (said + printed).contains(REFUSAL)) {
            return new Verdict(Verdict.Outcome.REFUSED, said + printed);
        }
        if (code != entry.check().path("exit").asInt()) {
            return Verdict.fails("it exits with " + code + ": " + said + " " + printed.strip());
        }
        var complaints = new ArrayList<String>();
        entry.check().path("stdout").forEach(text -> {
            if (!printed.contains(text.asText())) {
                complaints.add("it does not print '" + text.asText() + "': " + printed);
            }
        });
        complaints.addAll(checks.result(last(printed)));
        return Verdict.of(complaints);
    }

    /** What a command prints last into a pipe: the job or the task as it ended. */
    private static JsonNode last(String printed) {
        String[] lines = printed.strip().split("\n");
        try {
            return JSON.readTree(lines[lines.length - 1]);
        } catch (IOException notJson) {
            return JSON.createObjectNode().put("output", lines[lines.length - 1]);
        }
    }

    private int run(List<String> words, Path out, Path err) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(words.get(0).equals("ittybit") ? ittybit(words) : words)
                .directory(world.work().toFile())
                .redirectInput(new File("/dev/null")).redirectOutput(out.toFile()).redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("ITTYBIT_") || name.startsWith("DROMEDARY_"));
        environment.put("PATH", Path.of("bin").toAbsolutePath() + ":" + environment.get("PATH"));
        environment.put("HOME", world.home().toString());
        environment.put("XDG_CONFIG_HOME", world.home().resolve("config").toString());
        if (!entry.node().path("no_key").asBoolean()) {
            environment.put("ITTYBIT_API_KEY", world.api().key());
            environment.put("ITTYBIT_API_URL", world.api().url().toString());
        }
        entry.node().path("env").properties().forEach(set -> environment.put(set.getKey(), set.getValue().asText()));
        Process process = builder.start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IOException("it takes more than " + SECONDS + " s");
        }
        return process.exitValue();
    }

    private static List<String> ittybit(List<String> words) {
        var all = new ArrayList<>(words);
        all.set(0, Path.of("bin", "ittybit").toAbsolutePath().toString());
        return all;
    }
}
