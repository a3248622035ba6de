package io.dromedary.upload;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.IOException;
import java.util.OptionalLong;

/** Receives uploads on the disk of this node. For each upload, one caller at a time uses this. */
public final class ReceivedUploads {

    private final UploadStore uploads;
    private final UploadPlaces places;
    private final UploadFolder folder;

    public ReceivedUploads(UploadStore uploads, UploadPlaces places, UploadFolder folder) {
        this.uploads = uploads;
        this.places = places;
        this.folder = folder;
    }

    /**
     * An upload that this node receives.
     *
     * @throws Problem if there is none, or its bytes go elsewhere
     */
    public Upload get(String project, String id) {
        Upload upload = uploads.get(project, id);
        if (upload.place() instanceof Upload.OnNode node && places.isHere(node)) {
            return upload;
        }
        throw new Problem(ProblemKind.INVALID_INPUT, upload.bucket().isPresent()
                ? "The bytes of this upload go to a bucket, by the URLs that GET /uploads/" + id + " tells."
                : "Another node receives this upload: send its bytes there.");
    }

    /** The largest upload, in bytes. */
    public long maxBytes() {
        return uploads.bounds().maxBytes();
    }

    /** How many of its bytes are durable. The last answer may have been lost, so a whole upload is made complete here, too. */
    public long offset(Upload upload) {
        if (upload.isComplete()) {
            return upload.bytes();
        }
        long offset = folder.offset(upload);
        if (offset == upload.bytes()) {
            uploads.complete(upload);
        }
        return offset;
    }

    /**
     * Opens an upload to go on with it.
     *
     * @param from where the caller goes on; empty: from the beginning, whatever is there
     * @throws Problem {@code upload_offset} if that is not where it ends
     */
    public UploadWriter open(Upload upload, OptionalLong from) throws IOException {
        Upload now = uploads.get(upload.project(), upload.id());
        long offset = offset(now);
        if (from.isPresent() ? from.getAsLong() != offset : offset == upload.bytes()) {
            throw new Problem(ProblemKind.UPLOAD_OFFSET, offset == upload.bytes() ? "This upload is complete."
                    : "This upload has " + offset + " of its " + upload.bytes() + " bytes: go on from there (Upload-Offset).");
        }
        uploads.goOn(upload);
        return folder.open(upload, from.orElse(0));
    }

    /**
     * Records what has arrived.
     *
     * @param offset the durable bytes
     * @return when the upload expires now, as Unix time in milliseconds
     */
    public long end(Upload upload, long offset) {
        return offset == upload.bytes() ? uploads.complete(upload).expiresAt() : uploads.goOn(upload);
    }
}
