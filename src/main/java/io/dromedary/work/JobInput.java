package io.dromedary.work;

import io.dromedary.media.Attachment;
import io.dromedary.storage.ArrivingBytes;
import io.dromedary.storage.Download;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.Pace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The input of a job while it is fetched into the attempt's folder, with the files beside it. */
public final class JobInput implements FetchedFile {

    static final String LABEL = "input";
    static final String KEY_LABEL = "encryption key";

    private final String label;
    private final Download download;
    private final String namedBy;
    private final Pace.Meter meter;
    private volatile boolean awaitsKey;
    private volatile Optional<SegmentKey> key = Optional.empty();
    private final List<AttachedFile> attached = new CopyOnWriteArrayList<>();
    private volatile Optional<Probed> probed = Optional.empty();
    private volatile Optional<ArrivingBytes> arriving = Optional.empty();
    private volatile boolean streamed;

    /**
     * Creates an input of which nothing is fetched yet.
     *
     * @param label   what messages call it
     * @param namedBy the URL after which results are named
     * @param meter   measures the pace of all files of its job
     */
    JobInput(String label, Download download, String namedBy, Pace.Meter meter) {
        this.label = label;
        this.download = download;
        this.namedBy = namedBy;
        this.meter = meter;
    }

    /** The same input for one of several outputs, with files of its own beside it. */
    JobInput forOutput() {
        var same = new JobInput(label, download, namedBy, meter);
        probed.ifPresent(same::setProbed);
        return same;
    }

    @Override
    public Download download() {
        return download;
    }

    /** The URL after which results are named; for an upload, it is the name of the file alone. */
    String namedBy() {
        return namedBy;
    }

    Pace.Meter meter() {
        return meter;
    }

    /** Is every byte of it here? */
    public boolean isComplete() {
        return download.isComplete();
    }

    /** From now on programs read it while it arrives. */
    void arrivesAs(ArrivingBytes bytes) {
        arriving = Optional.of(bytes);
    }

    /** From now on programs read its file. */
    void isFile() {
        arriving = Optional.empty();
    }

    /** What programs read while it arrives, if they do. */
    Optional<ArrivingBytes> arriving() {
        return arriving;
    }

    /** Its result was made while it arrived. */
    void setStreamed() {
        streamed = true;
    }

    /** Was its result made while it arrived? */
    boolean isStreamed() {
        return streamed;
    }

    /** What is known of it, where it is one of several. */
    Optional<Probed> probed() {
        return probed;
    }

    void setProbed(Probed known) {
        probed = Optional.of(known);
    }

    /** Was it probed when all of it was here? */
    public boolean isProbedWhole() {
        return probed.filter(Probed::whole).isPresent();
    }

    void attach(AttachedFile file) {
        attached.add(file);
    }

    /** The files that are fetched beside it. */
    List<AttachedFile> attached() {
        return attached;
    }

    Optional<AttachedFile> attached(Attachment role) {
        return attached.stream().filter(file -> file.role() == role).findFirst();
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public boolean isMedia() {
        return true;
    }

    @Override
    public boolean isPicture() {
        return false;
    }

    /** What is being read, in the words of messages. */
    String reading() {
        return missing().map(AttachedFile::label).orElse(awaitsKey ? KEY_LABEL : label);
    }

    /** The object that is being read, if it is in a bucket. */
    Optional<ObjectUrl> readingObject() {
        return missing().map(AttachedFile::download).orElse(download).object();
    }

    /** Is it a file beside the input that is being read, and no longer the input? */
    boolean isReadingAttached() {
        return missing().isPresent();
    }

    /** The key of the result is requested now. */
    void awaitKey() {
        awaitsKey = true;
    }

    void setKey(SegmentKey fetched) {
        key = Optional.of(fetched);
        awaitsKey = false;
    }

    /** The key with which the result is encrypted, if it is. */
    Optional<SegmentKey> key() {
        return key;
    }

    private Optional<AttachedFile> missing() {
        return attached.stream().filter(file -> !file.isReady()).findFirst();
    }

    /** The files that are not copied into the attempt's folder, by the names under which programs find them. */
    Map<String, Path> externalFiles() {
        return downloads().filter(file -> file.elsewhere().isPresent())
                .collect(Collectors.toMap(file -> file.file().getFileName().toString(), Download::content));
    }

    private Stream<Download> downloads() {
        return Stream.concat(Stream.of(download), attached.stream().map(AttachedFile::download));
    }

    /** Ends what belongs to one output. */
    void closeAttached() {
        key.ifPresent(SegmentKey::forget);
        attached.forEach(file -> file.download().close());
    }

    void close() {
        key.ifPresent(SegmentKey::forget);
        downloads().forEach(Download::close);
    }
}
