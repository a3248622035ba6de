package io.dromedary.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.connection.ClientCache;
import io.dromedary.job.Job;
import io.dromedary.job.Stage;
import io.dromedary.media.Media;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.CdnBucket;
import io.dromedary.storage.CdnFolder;
import io.dromedary.storage.Download;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.Pace;
import io.dromedary.storage.Part;
import io.dromedary.storage.Source;
import io.dromedary.storage.DownloadLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The input on its way into the attempt's folder. The routes fetch; this says what, and whose key opens it. */
public final class Imports {

    private final ClientCache clients;
    private final CdnFolder cdn;
    private final Optional<CdnBucket> cdnBucket;
    private final Results results;
    private final Stages stages;
    private final Plans plans;
    private final Limits limits;
    private final boolean localFiles;

    /**
     * Imports.
     *
     * @param results    whose the files of the CDN are
     * @param localFiles whether {@code file:} URLs are read: only in the process of the person whose files they are
     */
    public Imports(ClientCache clients, CdnFolder cdn, Optional<CdnBucket> cdnBucket, Results results, Stages stages,
            Plans plans, Limits limits, boolean localFiles) {
        this.results = results;
        this.localFiles = localFiles;
        this.clients = clients;
        this.cdn = cdn;
        this.cdnBucket = cdnBucket;
        this.stages = stages;
        this.plans = plans;
        this.limits = limits;
    }

    /** Whose the files of the CDN are. */
    @FunctionalInterface
    public interface Results {

        /**
         * Has this project a job, or a task on its own, that published files?
         *
         * @param owner id of the job or task in whose directory they are
         */
        boolean isOf(String project, String owner);
    }

    /**
     * How inputs are read.
     *
     * @param partBytes  what one request fetches
     * @param wholeBytes inputs up to this are fetched whole before they are probed
     * @param maxBytes   the largest input that is taken
     * @param pace       how slowly inputs, and what goes with them, may come
     */
    public record Limits(long partBytes, long wholeBytes, long maxBytes, Pace pace) {
    }

    /** Begins the probe: the input is asked for, nothing has been fetched. */
    public Input open(Attempt attempt) {
        Job job = attempt.job();
        stages.start(attempt, Stage.PROBE, external(job.input()));
        var report = stages.transferReporter(attempt, Stage.IMPORT);
        Pace.Meter meter = limits.pace().begin();
        var input = new Input(new Download(attempt.folder().given().resolve(Input.LABEL), source(job, job.input()),
                new DownloadLimits(Input.LABEL, limits.maxBytes(), Optional.of("dromedary.input.max-bytes")), limits.partBytes(),
                meter, attempt.stopped(), (bytes, size) -> report.at(bytes, size.orElse(0))), meter);
        attempt.setInput(input);
        return input;
    }

    /** Is there anything to fetch beside the input? */
    public boolean hasAttachments(Attempt attempt) {
        return attempt.work().isEncode() && !plans.options(attempt).attachments().isEmpty();
    }

    /** What goes with the input: nothing of it has been fetched. */
    public List<AttachedFile> attachments(Attempt attempt) {
        Input input = attempt.input();
        plans.options(attempt).attachments().forEach((role, url) -> {
            var count = stages.received();
            input.attach(new AttachedFile(role,
                    new Download(attempt.folder().given().resolve(role.fileName()), source(attempt.job(), url),
                            new DownloadLimits(role.label(), role.maxBytes(), Optional.empty()), limits.partBytes(),
                            input.meter(), attempt.stopped(), (bytes, size) -> count.accept(bytes))));
        });
        return List.copyOf(input.attached());
    }

    private Source source(Job job, String url) {
        if (cdn.owns(url)) {
            return new Source.File(cdn.published(url).orElseThrow(() -> new Problem(ProblemKind.INPUT_NOT_FOUND,
                    "There is no file at this URL of this server's CDN.")));
        }
        // Whatever else is there is fetched as anybody would: the connection of the CDN is not that of the job's owner.
        Optional<ObjectUrl> own = cdnBucket.flatMap(bucket -> bucket.published(url))
                .filter(file -> results.isOf(job.order().owner().project(), file.owner())).map(CdnBucket.Published::object);
        if (own.isPresent()) {
            return new Source.Object(own.get(), clients.nameOf(cdnBucket.get().connection()));
        }
        return ObjectUrl.parse(url)
                .<Source>map(object -> new Source.Object(plain(object), clients.nameOf(job.order().connectionId().orElseThrow())))
                .or(() -> localFiles ? Source.File.parse(url) : Optional.empty())
                .orElseGet(() -> new Source.Web(url));
    }

    private static ObjectUrl plain(ObjectUrl object) {
        if (!object.isPlain()) {
            throw new Problem(ProblemKind.INPUT_FORBIDDEN, "The key has '.' or '..' between slashes: many stores and clients"
                    + " take that for another place. Write the key that you mean.");
        }
        return object;
    }

    /** The first part of a file. */
    public List<Part> head(FetchedFile fetching) {
        return List.of(fetching.download().head());
    }

    /**
     * Looks at the first bytes: what is no media is not fetched any further, and no program gets to read it.
     *
     * @throws io.dromedary.media.MediaException {@code input_unsupported}
     */
    public void checkType(FetchedFile fetching) throws IOException {
        if (fetching.isMedia()) {
            try (InputStream bytes = Files.newInputStream(fetching.download().content())) {
                plans.media().checkType(bytes.readNBytes(Media.HEAD_BYTES), fetching.label(), fetching.isPicture());
            }
        }
    }

    /** Is the file so small that looking at its ends first would take longer than to fetch it? */
    public boolean isSmall(FetchedFile fetching) {
        return fetching.download().size().orElse(0) <= limits.wholeBytes();
    }

    /** The last part of a file, where it is not the first too. */
    public List<Part> tail(FetchedFile fetching) {
        return fetching.download().tail();
    }

    /** All parts that are not here yet. */
    public List<Part> rest(FetchedFile fetching) {
        return fetching.download().rest();
    }

    /** Takes the store's answer to the request for a part. */
    public void receiveObject(Part part, ResponseInputStream<GetObjectResponse> answer) throws IOException {
        part.receiveObject(answer);
    }

    /** Takes a file of this machine. */
    public void receiveFile(Part part) throws IOException {
        part.receiveFile();
    }

    /** Takes the web server's answer to the request for a part. */
    public void receiveUrl(Part part, Exchange exchange) throws IOException {
        Message answer = exchange.getMessage();
        part.receiveUrl(answer.getHeader(Exchange.HTTP_RESPONSE_CODE, int.class), answer.getHeaders(),
                answer.getBody(InputStream.class));
    }

    /** Begins the import of what the probe did not need. */
    public void start(Attempt attempt) {
        stages.start(attempt, Stage.IMPORT, external(attempt.job().input()));
    }

    /** A file of which nothing is known. */
    static ObjectNode external(String url) {
        return JsonNodeFactory.instance.objectNode().put("object", "external_file").put("url", url);
    }

    /** Every byte is here. */
    public void finish(Attempt attempt) {
        if (!attempt.input().download().isComplete()) {
            throw new IllegalStateException("The import ended before the input was complete");
        }
        ObjectNode output = JsonNodeFactory.instance.objectNode().put("object", "file")
                .put("filesize", attempt.input().download().size().orElseThrow());
        stages.finish(attempt, output);
    }
}
