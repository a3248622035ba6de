package io.dromedary.upload;

import io.dromedary.connection.ClientCache;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Uploads as what jobs read. */
public final class UploadedFiles {

    private final UploadStore uploads;
    private final UploadPlaces places;
    private final UploadFolder folder;
    private final DirectUploads direct;
    private final ClientCache clients;

    public UploadedFiles(UploadStore uploads, UploadPlaces places, UploadFolder folder, DirectUploads direct, ClientCache clients) {
        this.uploads = uploads;
        this.places = places;
        this.folder = folder;
        this.direct = direct;
        this.clients = clients;
    }

    /**
     * Checks that a new job can read an upload.
     *
     * @param field the field that names it
     * @throws Problem {@code invalid_input} if there is none for this project; {@code upload_unfinished} if bytes are missing
     */
    public void check(String project, String id, String field) {
        Upload upload;
        try {
            upload = direct.seen(uploads.get(project, id));
        } catch (Problem problem) {
            boolean isNone = problem.kind() == ProblemKind.UPLOAD_NOT_FOUND || problem.kind() == ProblemKind.UPLOAD_GONE;
            throw isNone ? new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' names the upload " + id + ". "
                    + problem.getMessage(), field) : problem;
        }
        if (!upload.isComplete()) {
            throw new Problem(ProblemKind.UPLOAD_UNFINISHED, "'" + field + "' names the upload " + id + ", of which not every"
                    + " byte is there yet: send the rest first. GET /uploads/" + id + " says how far it is.", field);
        }
    }

    /**
     * Where an attempt reads an upload.
     *
     * @throws Problem {@code input_not_found}, {@code input_unreachable} from another node, {@code input_corrupt} if bytes
     *                 are missing
     */
    public Source source(String project, String id) {
        Upload upload = complete(project, id);
        if (upload.place() instanceof Upload.InBucket bucket) {
            return new Source.Object(bucket.object(), clients.nameOf(bucket.connectionId()));
        }
        if (upload.place() instanceof Upload.OnNode node && !places.isHere(node)) {
            throw new Problem(ProblemKind.INPUT_UNREACHABLE, "The upload is on the disk of another node: set dromedary.uploads"
                    + " to a bucket, which all nodes reach, and send the file again.");
        }
        Path file = folder.file(upload);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) != upload.bytes()) {
                throw new Problem(ProblemKind.INPUT_CORRUPT, "The upload is no longer whole on this server's disk: send the file"
                        + " again.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("An upload cannot be read", e);
        }
        return new Source.File(file);
    }

    /**
     * The name of the file.
     *
     * @throws Problem {@code input_not_found}
     */
    public String name(String project, String id) {
        return complete(project, id).filename();
    }

    private Upload complete(String project, String id) {
        return uploads.find(id).filter(found -> found.project().equals(project) && found.isComplete()).orElseThrow(() ->
                new Problem(ProblemKind.INPUT_NOT_FOUND, "The upload is no longer there: send the file again."));
    }
}
