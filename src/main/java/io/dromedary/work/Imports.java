package io.dromedary.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.connection.ClientCache;
import io.dromedary.job.InputClip;
import io.dromedary.job.Job;
import io.dromedary.job.Stage;
import io.dromedary.media.Media;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.CdnBucket;
import io.dromedary.storage.CdnFolder;
import io.dromedary.storage.Download;
import io.dromedary.storage.FileNames;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.Pace;
import io.dromedary.storage.Part;
import io.dromedary.storage.Source;
import io.dromedary.storage.DownloadLimits;
import io.dromedary.upload.Upload;
import io.dromedary.upload.UploadedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Determines what is fetched for an attempt, and with whose credentials; the routes fetch it. */
public final class Imports {

    private final ClientCache clients;
    private final CdnFolder cdn;
    private final Optional<CdnBucket> cdnBucket;
    private final Results results;
    private final UploadedFiles uploads;
    private final Stages stages;
    private final Plans plans;
    private final Limits limits;
    private final InputRanges ranges;
    private final boolean localFiles;

    /**
     * @param results    the owners of the files on the CDN
     * @param uploads    the files that callers have sent
     * @param localFiles whether {@code file:} URLs are read, which is allowed only in a process of the user whose files
     *                   they are
     */
    public Imports(ClientCache clients, CdnFolder cdn, Optional<CdnBucket> cdnBucket, Results results,
            UploadedFiles uploads, Stages stages, Plans plans, Limits limits, boolean localFiles) {
        this.results = results;
        this.uploads = uploads;
        this.localFiles = localFiles;
        this.clients = clients;
        this.cdn = cdn;
        this.cdnBucket = cdnBucket;
        this.stages = stages;
        this.plans = plans;
        this.limits = limits;
        this.ranges = new InputRanges(plans, limits.endBytes(), limits.partBytes());
    }

    /** The owners of the files on the CDN. */
    @FunctionalInterface
    public interface Results {

        /**
         * Has this project a job, or a task on its own, that has files on the CDN?
         *
         * @param owner id of the job or task whose directory it is
         */
        boolean isOf(String project, String owner);
    }

    /**
     * How inputs are read.
     *
     * @param partBytes  the most that one request fetches
     * @param wholeBytes inputs up to this are fetched whole before they are probed
     * @param maxBytes   the largest accepted input
     * @param endBytes   how much of each end of an input is read first, where a part may be enough; empty to read all always
     * @param pace       the slowest acceptable pace of an input and the files beside it
     */
    public record Limits(long partBytes, long wholeBytes, long maxBytes, OptionalLong endBytes, Pace pace) {
    }

    /** Begins the probe. Nothing of the input has been fetched yet. */
    public JobInput open(Attempt attempt) {
        Job job = attempt.job();
        stages.start(attempt, Stage.PROBE, InputObjects.external(job.input()));
        return attempt.joins() ? openClip(attempt, 0)
                : opened(attempt, JobInput.LABEL, JobInput.LABEL, source(job, job.input(), job.order().connectionId()),
                        namedBy(job), stages.transferReporter(attempt, Stage.IMPORT));
    }

    /** Opens one of the inputs that a job joins, by its number from 0. */
    JobInput openClip(Attempt attempt, int number) {
        List<InputClip> clips = attempt.job().order().inputs();
        return opened(attempt, JobInput.LABEL + (number == 0 ? "" : "-" + number), JobInput.LABEL + " number " + (number + 1),
                source(attempt.job(), clips.get(number).url(), clips.get(number).connectionId()), namedBy(attempt.job()),
                stages.transferReporter(attempt, Stage.IMPORT, number, clips.size()));
    }

    private JobInput opened(Attempt attempt, String name, String label, Source source, String namedBy,
            Stages.TransferReport report) {
        Pace.Meter meter = attempt.inputs().stream().findFirst().map(JobInput::meter).orElseGet(() -> limits.pace().begin());
        var input = new JobInput(label, new Download(attempt.folder().given().resolve(name), source,
                new DownloadLimits(label, limits.maxBytes(), Optional.of("dromedary.input.max-bytes")), limits.partBytes(),
                ranges.endBytes(attempt), meter, attempt.stopped(), (bytes, size) -> report.at(bytes, size.orElse(0))), namedBy, meter);
        attempt.open(input);
        return input;
    }

    private String namedBy(Job job) {
        return Upload.isId(job.input()) ? FileNames.urlPath(uploads.name(job.order().owner().project(), job.input())) : job.input();
    }

    /** Is there anything to fetch beside the input? */
    public boolean hasAttachments(Attempt attempt) {
        return attempt.work().isEncode() && !plans.options(attempt).attachments().isEmpty();
    }

    /** What goes with the input: nothing of it has been fetched. */
    public List<AttachedFile> attachments(Attempt attempt) {
        JobInput input = attempt.input();
        plans.options(attempt).attachments().forEach((role, url) -> {
            var count = stages.received();
            input.attach(new AttachedFile(role,
                    new Download(attempt.folder().given().resolve(role.fileName() + attempt.attachmentSuffix()), source(attempt.job(), url, attempt.job().order().connectionId()),
                            new DownloadLimits(role.label(), role.maxBytes(), Optional.empty()), limits.partBytes(),
                            OptionalLong.empty(), input.meter(), attempt.stopped(), (bytes, size) -> count.accept(bytes))));
        });
        return List.copyOf(input.attached());
    }

    private Source source(Job job, String url, Optional<String> connection) {
        if (Upload.isId(url)) {
            return uploads.source(job.order().owner().project(), url);
        }
        if (cdn.owns(url)) {
            return new Source.File(cdn.published(url).orElseThrow(() -> new Problem(ProblemKind.INPUT_NOT_FOUND,
                    "There is no file at this URL of this server's CDN.")));
        }
        // Files of others are fetched by their URLs like any file, since the connection of the CDN is not the job owner's.
        Optional<ObjectUrl> own = cdnBucket.flatMap(bucket -> bucket.published(url))
                .filter(file -> results.isOf(job.order().owner().project(), file.owner())).map(CdnBucket.Published::object);
        if (own.isPresent()) {
            return new Source.Object(own.get(), clients.nameOf(cdnBucket.get().connection()));
        }
        return ObjectUrl.parse(url)
                .<Source>map(object -> new Source.Object(plain(object),
                        clients.nameOf(connection.orElseThrow())))
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
     * Checks the first bytes. If they are not of a media file, the rest is not fetched, and no program reads it.
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

    /** Is the file so small that fetching all of it is faster than fetching its ends first? */
    public boolean isSmall(FetchedFile fetching) {
        return fetching.download().size().orElse(0) <= limits.wholeBytes();
    }

    /** The part of a file that has its index, or else its last, unless that is here. */
    public List<Part> tail(FetchedFile fetching) {
        return fetching.download().tail(() -> ranges.index(fetching.download()));
    }

    /** The missing parts. */
    public List<Part> rest(FetchedFile fetching) {
        return fetching.download().rest();
    }

    /** Reads the store's answer to the request for a part. */
    public void receiveObject(Part part, ResponseInputStream<GetObjectResponse> answer) throws IOException {
        part.receiveObject(answer);
    }

    /** Reads a file of this machine. */
    public void receiveFile(Part part) throws IOException {
        part.receiveFile();
    }

    /** Reads the web server's answer to the request for a part. */
    public void receiveUrl(Part part, Exchange exchange) throws IOException {
        Message answer = exchange.getMessage();
        part.receiveUrl(answer.getHeader(Exchange.HTTP_RESPONSE_CODE, int.class), answer.getHeaders(),
                answer.getBody(InputStream.class));
    }

    /** Begins the import of the rest: of what the job reads, where its index tells that, and else of all of it. */
    public void start(Attempt attempt, Probed probed) {
        stages.start(attempt, Stage.IMPORT, InputObjects.external(attempt.job().input()));
        ranges.choose(attempt, probed);
    }

    /** Are ranges of the input here, and not all of it? Then a run that fails may have missed something. */
    public boolean isPartial(Attempt attempt) {
        return attempt.input().download().isPartial();
    }

    /** Wants all of the input, since what was read of it was not enough. */
    public void fetchAll(Attempt attempt) {
        ranges.fetchAll(attempt);
    }

    /** Ends the import. */
    public void finish(Attempt attempt) {
        if (!attempt.inputs().stream().map(JobInput::download).allMatch(Download::isSufficient)) {
            throw new IllegalStateException("The import ended before the input was complete");
        }
        stages.finish(attempt, InputObjects.fetched(attempt));
    }

    /** What would be told at the end of an import of what was probed. */
    ObjectNode expected(Attempt attempt, Probed probed) {
        ranges.choose(attempt, probed);
        return InputObjects.expected(attempt);
    }
}
