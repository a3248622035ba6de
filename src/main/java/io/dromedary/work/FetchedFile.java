package io.dromedary.work;

import io.dromedary.storage.Download;

/** A file that the routes fetch: the input of a job, or a file beside it. */
public interface FetchedFile {

    /** The download of the file. */
    Download download();

    /** What messages call it. */
    String label();

    /** Is it a media file, whose type is checked? */
    boolean isMedia();

    /** Must it be a still picture? */
    boolean isPicture();
}
