package io.dromedary.work;

import io.dromedary.media.Attachment;
import io.dromedary.media.MediaFile;
import io.dromedary.storage.Download;
import java.util.Optional;

/** A file that an attempt needs beside its input, on its way into the attempt's folder. */
public final class AttachedFile implements FetchedFile {

    private final Attachment role;
    private final Download download;
    private volatile MediaFile media;

    AttachedFile(Attachment role, Download download) {
        this.role = role;
        this.download = download;
    }

    /** What it is for. */
    Attachment role() {
        return role;
    }

    @Override
    public Download download() {
        return download;
    }

    @Override
    public String label() {
        return role.label();
    }

    @Override
    public boolean isMedia() {
        return isPicture();
    }

    /** Is ffprobe run on it? */
    @Override
    public boolean isPicture() {
        return role.isPicture();
    }

    /** Is it here, and probed if need be? */
    boolean isReady() {
        return download.isComplete() && (media != null || !isPicture());
    }

    /** What ffprobe says of it, once it was run. */
    Optional<MediaFile> media() {
        return Optional.ofNullable(media);
    }

    void setMedia(MediaFile probed) {
        media = probed;
    }
}
