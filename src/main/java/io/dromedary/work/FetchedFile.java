package io.dromedary.work;

import io.dromedary.storage.Download;

/** Something that the routes fetch: the input of a job, or a file that goes with it. */
public interface FetchedFile {

    /** The file on its way. */
    Download download();

    /** What it is, for messages. */
    String label();

    /** Is it media, which is looked at before it is used? */
    boolean isMedia();

    /** Must it be a picture that does not move? */
    boolean isPicture();
}
