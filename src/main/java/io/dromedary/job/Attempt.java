package io.dromedary.job;

import io.dromedary.storage.Download;
import io.dromedary.storage.ObjectUrl;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.media.Command;
import io.dromedary.media.MediaFile;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * One worker's go at one job: what the routes carry from step to step. It ends in exactly one way; until then it can
 * be told to stop.
 */
public final class Attempt {

    private final Job job;
    private final Path folder;
    private final CompletableFuture<StopReason> stop = new CompletableFuture<>();
    private volatile Stage stage = Stage.PROBE;
    private Download download;
    private MediaFile media;
    private boolean probedInPart;
    private Command command;
    private Path result;
    private ObjectNode resultFile;
    private ObjectUrl target;
    private String output;

    Attempt(Job job, Path folder) {
        this.job = job;
        this.folder = folder;
    }

    public Job job() {
        return job;
    }

    /** The attempt's number, from 1. */
    public int number() {
        return job.attempts();
    }

    String name() {
        return job.id() + "-" + number();
    }

    /** The folder that is this attempt's alone and goes with it. */
    public Path folder() {
        return folder;
    }

    /** Tells everything that works for this attempt to stop. The first reason counts. */
    void stop(StopReason reason) {
        stop.complete(reason);
    }

    CompletableFuture<StopReason> stopped() {
        return stop;
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

    /** The step that is at work. */
    public Stage stage() {
        return stage;
    }

    void setStage(Stage next) {
        stage = next;
    }

    public Download download() {
        return download;
    }

    void setDownload(Download opened) {
        download = opened;
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

    public Command command() {
        return command;
    }

    void setCommand(Command built) {
        command = built;
    }

    /** The encoded file, before it is published. */
    public Path result() {
        return result;
    }

    void setResult(Path file) {
        result = file;
    }

    /** The result as a file object of the contract, without a URL. */
    ObjectNode resultFile() {
        return resultFile;
    }

    void setResultFile(ObjectNode file) {
        resultFile = file;
    }

    /** Where the result goes in a bucket; none for the CDN. */
    public Optional<ObjectUrl> target() {
        return Optional.ofNullable(target);
    }

    /** Is every byte of the input here? */
    public boolean isInputComplete() {
        return download.isComplete();
    }

    /** The bucket that the result goes to. */
    public String bucket() {
        return target.bucket();
    }

    /** The key under which the result goes to its bucket. */
    public String key() {
        return target.key();
    }

    /** The type with which the result is published. */
    public String contentType() {
        return command.contentType();
    }

    /** The encoded file, for Camel. */
    public File file() {
        return result.toFile();
    }

    /** Does the result go into the CDN folder? */
    public boolean isForCdn() {
        return target == null;
    }

    void setTarget(ObjectUrl object) {
        target = object;
    }

    /** The URL of the published result. */
    String output() {
        return output;
    }

    void setOutput(String url) {
        output = url;
    }
}
