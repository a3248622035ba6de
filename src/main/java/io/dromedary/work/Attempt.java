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
    private volatile Optional<Double> speed = Optional.empty();
    private final List<JobInput> inputs = new CopyOnWriteArrayList<>();
    private volatile Optional<JobInput> input = Optional.empty();
    private volatile Optional<Export> export = Optional.empty();
    private final Optional<Part> part;
    private final MadeOutputs outputs = new MadeOutputs();
    private volatile boolean encodesAll;
    private boolean givenBack;

    Attempt(Job job, Path folder, Ledger ledger) {
        this(job, new JobFolder(folder), ledger, Optional.empty());
    }

    private Attempt(Job job, JobFolder folder, Ledger ledger, Optional<Part> part) {
        super(job);
        this.folder = folder;
        this.ledger = ledger;
        this.part = part;
    }

    /**
     * Which of several outputs it is about.
     *
     * @param number    from 0
     * @param naming what its results are named by
     */
    private record Part(Attempt whole, int number, Naming naming) {
    }

    /**
     * What results are named by beside the input.
     *
     * @param suffix    what is added to the name
     * @param subfolder the folder, with a slash at its end, of results whose names are fixed
     */
    record Naming(String suffix, String subfolder) {
        static final Naming NONE = new Naming("", "");
    }

    /** The part of this attempt that makes one of several outputs: whatever stops one of both stops the other. */
    Attempt part(int number, Job order, Ledger record, Naming naming) {
        var made = new Attempt(order, folder, record, Optional.of(new Part(this, number, naming)));
        stopped().thenAccept(made::stop);
        made.stopped().thenAccept(this::stop);
        inputs.forEach(opened -> made.open(opened.forOutput()));
        made.turnTo(made.inputs.get(0));
        return made;
    }

    /** The attempt of which it is a part. */
    Attempt whole() {
        return part.orElseThrow().whole();
    }

    /** The number of the output that it makes, from 0. */
    int numberOfPart() {
        return part.orElseThrow().number();
    }

    /** Is it about one of several outputs? */
    boolean isPart() {
        return part.isPresent();
    }

    /** What its result is named by beside its input. */
    Naming naming() {
        return part.map(Part::naming).orElse(Naming.NONE);
    }

    /** Is nothing copied any more, since a copy has failed? */
    boolean encodesAll() {
        return encodesAll;
    }

    void encodeAll() {
        encodesAll = true;
    }

    /** Moves its results into the folder that they are named by, if there is one. */
    void nestResults() {
        if (!naming().subfolder().isEmpty()) {
            folder.nest(naming().subfolder());
        }
    }

    /** What is added to the names of the files beside its input, which all outputs have in one folder. */
    String attachmentSuffix() {
        return part.map(one -> "-" + one.number()).orElse("");
    }

    void closeAttached() {
        inputs.forEach(JobInput::closeAttached);
    }

    /** What has become of the outputs of a job with several. */
    MadeOutputs outputs() {
        return outputs;
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
        speed = Optional.empty();
    }

    /** How fast the current step is, where that is known. */
    Optional<Double> speed() {
        return speed;
    }

    void setSpeed(Optional<Double> current) {
        speed = current.or(() -> speed);
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
        return work().isSeveral() ? outputs.first() : export.flatMap(Export::url);
    }

    /** Its result is published. */
    void published(String url) {
        part.ifPresent(one -> one.whole().outputs.published(one.number(), url));
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
