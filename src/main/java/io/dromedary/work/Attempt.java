package io.dromedary.work;

import io.dromedary.delivery.RunningJob;
import io.dromedary.ffmpeg.JobFolder;
import io.dromedary.job.Job;
import io.dromedary.job.Ledger;
import io.dromedary.job.Stage;
import io.dromedary.storage.ObjectUrl;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An attempt at a job, the body of the routes from step to step. What a step hands on to the next is in their
 * variables; this has what is needed when the attempt ends, in any way.
 */
public final class Attempt extends RunningJob {

    private final JobFolder folder;
    private final Ledger ledger;
    private volatile Stage stage = Stage.PROBE;
    private final List<JobInput> inputs = new CopyOnWriteArrayList<>();
    private volatile Optional<JobInput> input = Optional.empty();
    private volatile Optional<Export> export = Optional.empty();
    private boolean givenBack;

    Attempt(Job job, Path folder, Ledger ledger) {
        super(job);
        this.folder = new JobFolder(folder);
        this.ledger = ledger;
    }

    /** Where its progress is recorded. */
    Ledger ledger() {
        return ledger;
    }

    /** What is to be done. */
    public Work work() {
        return Work.of(job().kind());
    }

    /** The folders that are this attempt's alone and are removed with it. */
    JobFolder folder() {
        return folder;
    }

    /** The folder of what is published. */
    Path results() {
        return folder.results();
    }

    /** Removes everything that it keeps on this node. */
    void discard() {
        inputs.forEach(JobInput::close);
        folder.remove();
    }

    /** The current step. */
    public Stage stage() {
        return stage;
    }

    void setStage(Stage next) {
        stage = next;
    }

    /** What it fetches, once its probe has begun; of several inputs the one that has the attention. */
    JobInput input() {
        return input.orElseThrow();
    }

    /** Adds an input, and turns to it. */
    void open(JobInput opened) {
        inputs.add(opened);
        turnTo(opened);
    }

    void turnTo(JobInput opened) {
        input = Optional.of(opened);
    }

    /** The inputs that were opened, in their order. */
    List<JobInput> inputs() {
        return inputs;
    }

    /** Does its job join several inputs? */
    public boolean joins() {
        return !job().order().inputs().isEmpty();
    }

    /** The sizes of its inputs together, as far as they are known. */
    long bytes() {
        return inputs.stream().mapToLong(opened -> opened.download().size().orElse(0)).sum();
    }

    /** The files that are not copied into its folder, by the names under which programs find them. */
    Map<String, Path> externalFiles() {
        var files = new HashMap<String, Path>();
        inputs.forEach(opened -> files.putAll(opened.externalFiles()));
        return files;
    }

    /** What is being read, in the words of messages: the input, or one of the files that are fetched beside it. */
    String reading() {
        return input.map(JobInput::reading).orElse(JobInput.LABEL);
    }

    /** The object that is being read, if it is in a bucket. */
    Optional<ObjectUrl> readingObject() {
        return input.flatMap(JobInput::readingObject);
    }

    /** Its result on its way out, once its export has begun. */
    Optional<Export> export() {
        return export;
    }

    void setExport(Export begun) {
        export = Optional.of(begun);
    }

    /** The URL of the published result, once there is one. */
    Optional<String> output() {
        return export.flatMap(Export::url);
    }

    /** The object that the job's output names, once the result is in a bucket; for routes that add to it. */
    public ObjectUrl outputObject() {
        return output().flatMap(ObjectUrl::parse).orElseThrow(
                () -> new IllegalStateException("The result of " + job().id() + " is not in a bucket"));
    }

    /** Was its job given back, so that it is queued again? */
    public boolean isGivenBack() {
        return givenBack;
    }

    void setGivenBack(boolean waits) {
        givenBack = waits;
    }
}
