package io.dromedary.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.ffmpeg.JobFolder;
import io.dromedary.media.MeasuredRendition;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Plan;
import io.dromedary.storage.Download;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.Pace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One worker's go at one job: what the routes carry from step to step. It ends in exactly one way; until then it can
 * be told to stop.
 */
public final class Attempt implements Fetching {

    private final Job job;
    private final JobFolder folder;
    private final Ledger ledger;
    private final CompletableFuture<StopReason> stop = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<AttachedFile> attached = new CopyOnWriteArrayList<>();
    private final List<ObjectUrl> uploaded = new CopyOnWriteArrayList<>();
    private final List<MeasuredRendition> measuredRenditions = new CopyOnWriteArrayList<>();
    private volatile Stage stage = Stage.PROBE;
    private Pace.Meter meter;
    private Download download;
    private MediaFile media;
    private boolean probedInPart;
    private String measured;
    private PlanRun planRun;
    private ObjectNode resultFile;
    private ObjectUrl target;
    private String output;
    private boolean givenBack;

    Attempt(Job job, Path folder, Ledger ledger) {
        this.job = job;
        this.folder = new JobFolder(folder);
        this.ledger = ledger;
    }

    public Job job() {
        return job;
    }

    /** The attempt's number, from 1. */
    public int number() {
        return job.attempts();
    }

    String name() {
        return job.attemptName();
    }

    /** Where it is written down how this gets on. */
    Ledger ledger() {
        return ledger;
    }

    /** What is to be done. */
    public Work work() {
        return Work.of(job.kind());
    }

    /** The folders that are this attempt's alone and go with it. */
    JobFolder folder() {
        return folder;
    }

    /** The folder of what is published. */
    Path results() {
        return folder.results();
    }

    /** The main file of the result. */
    Path main() {
        return folder.resolve(plan().main());
    }

    /** Tells everything that works for this attempt to stop. The first reason counts. */
    void stop(StopReason reason) {
        stop.complete(reason);
    }

    /** Completes when it is told to stop. */
    public CompletableFuture<StopReason> stopped() {
        return stop;
    }

    /** Completes when nothing works for it any more. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Why it was told to stop, if it was. */
    public Optional<StopReason> stopReason() {
        return Optional.ofNullable(stop.getNow(null));
    }

    void checkStopped() {
        stopReason().ifPresent(reason -> {
            throw new CancellationException("Attempt " + name() + " was stopped: " + reason);
        });
    }

    /** Whatever came of it: nothing of it stays behind. */
    void discard() {
        if (download != null) {
            download.close();
        }
        attached.forEach(file -> file.download().close());
        folder.remove();
    }

    /** The step that is at work. */
    public Stage stage() {
        return stage;
    }

    void setStage(Stage next) {
        stage = next;
    }

    /** Watches how fast all comes that is fetched for it. */
    Pace.Meter meter() {
        return meter;
    }

    void setMeter(Pace.Meter begun) {
        meter = begun;
    }

    @Override
    public Download download() {
        return download;
    }

    void setDownload(Download opened) {
        download = opened;
    }

    /** Is every byte of the input here? */
    public boolean isInputComplete() {
        return download.isComplete();
    }

    /** The files that are fetched beside the input. */
    List<AttachedFile> attached() {
        return attached;
    }

    @Override
    public String label() {
        return "input";
    }

    @Override
    public boolean isMedia() {
        return true;
    }

    @Override
    public boolean isPicture() {
        return false;
    }

    /** What is being read, in the words of messages: the input, or one of the files that are fetched beside it. */
    String reading() {
        return missing().map(AttachedFile::label).orElseGet(this::label);
    }

    /** Is it one of those files, and no longer the input, that is being read? */
    boolean isReadingAttached() {
        return missing().isPresent();
    }

    private Optional<AttachedFile> missing() {
        return attached.stream().filter(file -> !file.isReady()).findFirst();
    }

    MediaFile media() {
        return media;
    }

    /** What ffprobe says; of a part of the file it may not be the last word. */
    void setMedia(MediaFile probed, boolean ofWholeFile) {
        media = probed;
        probedInPart = !ofWholeFile;
    }

    /** Must ffprobe be asked again when the whole file is here? */
    public boolean isProbedInPart() {
        return probedInPart;
    }

    /** What was measured of the input, where something had to be. */
    Optional<String> measured() {
        return Optional.ofNullable(measured);
    }

    void setMeasured(String report) {
        measured = report;
    }

    Plan plan() {
        return planRun.plan();
    }

    void setPlan(Plan made) {
        planRun = new PlanRun(made);
    }

    /** How far the plan has come. */
    public PlanRun planRun() {
        return planRun;
    }

    /** Is the result one of several streams, which a master playlist lists? */
    public boolean isAdaptive() {
        return !plan().renditions().isEmpty();
    }

    /** What was found of these streams, once they are made. */
    List<MeasuredRendition> measuredRenditions() {
        return measuredRenditions;
    }

    /** Is a waveform to be drawn of what the commands found out? */
    public boolean hasWaveform() {
        return plan().waveform().isPresent();
    }

    /** Is the result something that ffprobe cannot read? */
    public boolean isResultTold() {
        return plan().unprobed().isPresent();
    }

    /** The result as a file object of the contract, without a URL. */
    ObjectNode resultFile() {
        return resultFile;
    }

    void setResultFile(ObjectNode file) {
        resultFile = file;
    }

    /** Where the result goes in a bucket; none for the CDN folder. */
    public Optional<ObjectUrl> target() {
        return Optional.ofNullable(target);
    }

    void setTarget(ObjectUrl object) {
        target = object;
    }

    /** Does the result go into the CDN folder? */
    public boolean isForCdnFolder() {
        return target == null;
    }

    /** What it put into buckets so far. */
    List<ObjectUrl> uploaded() {
        return uploaded;
    }

    /** Was its job given back, to wait again? */
    public boolean isGivenBack() {
        return givenBack;
    }

    void setGivenBack(boolean waits) {
        givenBack = waits;
    }

    /** The URL of the published result, once there is one. */
    Optional<String> output() {
        return Optional.ofNullable(output);
    }

    /** The object that the job's output names, once the result is in a bucket; for routes that add to it. */
    public ObjectUrl outputObject() {
        return ObjectUrl.parse(output).orElseThrow(
                () -> new IllegalStateException("The result of " + job.id() + " is not in a bucket"));
    }

    void setOutput(String url) {
        output = url;
    }
}
