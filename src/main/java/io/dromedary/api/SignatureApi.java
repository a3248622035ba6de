package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.access.Caller;
import io.dromedary.job.JobStore;
import io.dromedary.job.TaskStore;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.CdnLinks;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** The API of signed URLs, for files that jobs and tasks of the caller's project have published. */
public final class SignatureApi {

    /** The longest lifetime that stores allow for presigned URLs. */
    private static final long MAX_SECONDS = 604_800;

    private final CdnLinks links;
    private final JobStore jobs;
    private final TaskStore tasks;
    private final Clock clock;

    public SignatureApi(CdnLinks links, JobStore jobs, TaskStore tasks, Clock clock) {
        this.links = links;
        this.jobs = jobs;
        this.tasks = tasks;
        this.clock = clock;
    }

    /**
     * Signs the name of a file.
     *
     * @throws Problem {@code job_not_found}, {@code task_not_found} for a file that belongs to another project, or to no job
     */
    public AnswerBody create(@Variable(Authenticator.CALLER) Caller caller, @Body RequestBody request) {
        JsonNode body = request.json();
        if (body.path("method").asText().equals("put")) {
            throw new Problem(ProblemKind.INVALID_INPUT, "This server does not offer signatures of uploads. POST /uploads gives the URLs"
                    + " that a file is sent to, on this server or in a bucket.", "method");
        }
        if (links.signer().isEmpty()) {
            throw new Problem(ProblemKind.NOT_FOUND, "This server does not offer signatures: published files are opened by their plain"
                    + " URLs, or by the CDN of their bucket (dromedary.cdn.signed is false).");
        }
        long expiry = expiry(body);
        Optional<String> folder = Optional.ofNullable(body.get("folder")).map(JsonNode::asText);
        String name = folder.map(text -> text + "/").orElse("") + body.get("filename").asText();
        checkOwner(caller.project(), name);
        String url = links.signed(name, expiry);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("domain", URI.create(url).getRawAuthority())
                .put("filename", body.get("filename").asText());
        folder.ifPresent(text -> json.put("folder", text));
        return new AnswerBody(json.put("expiry", expiry).put("method", "get")
                .put("signature", links.signer().get().signature(name, expiry)).put("url", url));
    }

    private long expiry(JsonNode body) {
        long now = clock.instant().getEpochSecond();
        long expiry = body.has("expiry") ? body.get("expiry").asLong() : links.usualExpiry();
        if (expiry <= now || expiry > now + MAX_SECONDS) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'expiry' is in seconds of Unix time, later than now (" + now
                    + ") and within " + MAX_SECONDS + " seconds of it.", "expiry");
        }
        return expiry;
    }

    /** Checks the owner by the first folder: the id of the job that published the file, or of a task on its own. */
    private void checkOwner(String project, String name) {
        String owner = name.replaceFirst("(?s)/.*", "");
        if (owner.startsWith("task_")) {
            tasks.get(project, owner);
        } else {
            jobs.getShown(project, owner);
        }
    }
}
