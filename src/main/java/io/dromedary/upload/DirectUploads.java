package io.dromedary.upload;

import io.dromedary.connection.ClientCache;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.StoreAnswer;
import io.dromedary.storage.StoreReasons;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Uploads that go straight to a bucket, by presigned URLs: one PUT, or one for each part. R2 has no POST forms. The store
 * makes an object of it whole or not at all; its size is compared with what was announced before anybody may read it.
 */
public final class DirectUploads {

    /** The longest that stores allow. */
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final int SHOWN = 5;
    /** Metadata of the object, so that one which was there before is not taken for what was sent. */
    private static final String MARK = "dromedary-upload";

    private final ClientCache clients;
    private final UploadStore uploads;
    private final Clock clock;

    public DirectUploads(ClientCache clients, UploadStore uploads, Clock clock) {
        this.clients = clients;
        this.uploads = uploads;
        this.clock = clock;
    }

    /**
     * Begins an upload in parts; there is nothing to begin for one in one piece, or that has begun.
     *
     * @throws Problem if the store refuses it, or does not answer
     */
    public Upload begin(Upload upload) {
        Optional<Upload.InBucket> inParts = upload.bucket().filter(place -> place.isInParts() && place.multipartId().isEmpty());
        if (inParts.isEmpty()) {
            return upload;
        }
        ObjectUrl object = inParts.get().object();
        return uploads.begun(upload, asked(upload, () -> client(inParts.get()).createMultipartUpload(request -> {
            request.bucket(object.bucket()).key(object.key()).metadata(Map.of(MARK, upload.id()));
            upload.contentType().ifPresent(request::contentType);
        }).uploadId()));
    }

    /** The URLs to which its bytes are sent, until it expires. */
    public Presigned urls(Upload upload) {
        Upload.InBucket place = upload.bucket().orElseThrow();
        Duration left = Duration.ofMillis(upload.expiresAt() - clock.millis());
        Duration valid = left.compareTo(LONGEST) > 0 ? LONGEST : left.compareTo(LEAST) < 0 ? LEAST : left;
        try (S3Presigner presigner = clients.presigner(place.connectionId())) {
            if (!place.isInParts()) {
                String url = presigner.presignPutObject(asked -> asked.signatureDuration(valid).putObjectRequest(request -> {
                    request.bucket(place.object().bucket()).key(place.object().key()).metadata(Map.of(MARK, upload.id()));
                    upload.contentType().ifPresent(request::contentType);
                })).url().toString();
                var headers = new TreeMap<>(Map.of("x-amz-meta-" + MARK, upload.id()));
                upload.contentType().ifPresent(type -> headers.put("Content-Type", type));
                return new Presigned(url, headers, List.of());
            }
            return new Presigned("", Map.of(), parts(upload, place, presigner, valid));
        }
    }

    private static List<Presigned.Part> parts(Upload upload, Upload.InBucket place, S3Presigner presigner, Duration valid) {
        var parts = new ArrayList<Presigned.Part>();
        for (long start = 0; start < upload.bytes(); start += place.partBytes()) {
            int number = parts.size() + 1;
            String url = presigner.presignUploadPart(asked -> asked.signatureDuration(valid).uploadPartRequest(request ->
                    request.bucket(place.object().bucket()).key(place.object().key())
                            .uploadId(place.multipartId().orElseThrow()).partNumber(number))).url().toString();
            parts.add(new Presigned.Part(number, start, Math.min(place.partBytes(), upload.bytes() - start), url));
        }
        return parts;
    }

    /**
     * Makes an object of what was sent, and checks it.
     *
     * @return the complete upload
     * @throws Problem {@code upload_unfinished}, saying what is missing
     */
    public Upload complete(Upload upload) {
        Upload.InBucket place = upload.bucket().orElseThrow();
        if (place.isInParts()) {
            asked(upload, () -> {
                join(upload, place);
                return true;
            });
        }
        Optional<Long> size = size(upload, place);
        if (size.isEmpty() || size.get() != upload.bytes()) {
            throw unfinished(size.map(bytes -> "the object has " + bytes + " bytes instead of " + upload.bytes())
                    .orElse("the store has nothing of it"));
        }
        return uploads.complete(upload);
    }

    /** The upload as it is now: one that was sent in one piece may be complete without a word from its client. */
    public Upload seen(Upload upload) {
        return upload.isComplete() || upload.bucket().filter(place -> !place.isInParts()
                && size(upload, place).filter(bytes -> bytes == upload.bytes()).isPresent()).isEmpty()
                ? upload : uploads.complete(upload);
    }

    /** The bytes of the object that was made of what was sent. */
    private Optional<Long> size(Upload upload, Upload.InBucket place) {
        return asked(upload, () -> {
            try {
                HeadObjectResponse object = client(place).headObject(request -> request.bucket(place.object().bucket())
                        .key(place.object().key()));
                return Optional.of(object).filter(own -> upload.id().equals(own.metadata().get(MARK)))
                        .map(HeadObjectResponse::contentLength);
            } catch (S3Exception answer) {
                if (StoreAnswer.of(answer) == StoreAnswer.NO_OBJECT) {
                    return Optional.empty();
                }
                throw answer;
            }
        });
    }

    private void join(Upload upload, Upload.InBucket place) {
        var sent = new ArrayList<Part>();
        try {
            client(place).listPartsPaginator(request -> request.bucket(place.object().bucket()).key(place.object().key())
                    .uploadId(place.multipartId().orElseThrow())).parts().forEach(sent::add);
        } catch (S3Exception answer) {
            // It was joined before, and the answer was lost: the size of the object decides.
            if (StoreAnswer.of(answer) == StoreAnswer.NO_UPLOAD) {
                return;
            }
            throw answer;
        }
        checkParts(upload, place, sent);
        client(place).completeMultipartUpload(request -> request.bucket(place.object().bucket()).key(place.object().key())
                .uploadId(place.multipartId().orElseThrow()).multipartUpload(all -> all.parts(sent.stream().map(part ->
                        CompletedPart.builder().partNumber(part.partNumber()).eTag(part.eTag()).build()).toList())));
    }

    private static void checkParts(Upload upload, Upload.InBucket place, List<Part> sent) {
        var missing = new ArrayList<Integer>();
        int number = 1;
        for (long start = 0; start < upload.bytes(); start += place.partBytes()) {
            int wanted = number++;
            long bytes = Math.min(place.partBytes(), upload.bytes() - start);
            if (sent.stream().noneMatch(part -> part.partNumber() == wanted && part.size() == bytes)) {
                missing.add(wanted);
            }
        }
        if (!missing.isEmpty()) {
            throw unfinished("of its " + (number - 1) + " parts, " + missing.size() + " are missing or have another size, such as "
                    + String.join(", ", missing.stream().limit(SHOWN).map(Object::toString).toList()));
        }
    }

    private static Problem unfinished(String why) {
        return new Problem(ProblemKind.UPLOAD_UNFINISHED, "The upload is not complete: " + why + ".");
    }

    /** Removes the object, if it is this server's own, and the parts of one that was not completed. */
    void remove(Upload upload, Upload.InBucket place) {
        ObjectUrl object = place.object();
        if (place.multipartId().isPresent()) {
            try {
                client(place).abortMultipartUpload(request -> request.bucket(object.bucket()).key(object.key())
                        .uploadId(place.multipartId().get()));
            } catch (S3Exception answer) {
                if (StoreAnswer.of(answer) != StoreAnswer.NO_UPLOAD) {
                    throw answer;
                }
            }
        }
        if (place.isOwn()) {
            client(place).deleteObject(request -> request.bucket(object.bucket()).key(object.key()));
        }
    }

    private S3Client client(Upload.InBucket place) {
        return clients.of(place.connectionId());
    }

    private <T> T asked(Upload upload, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException failure) {
            ObjectUrl object = upload.bucket().orElseThrow().object();
            boolean isRefused = failure instanceof S3Exception answer && StoreAnswer.isRefusal(answer);
            String why = StoreReasons.explain(failure, "write", "the bucket '" + object.bucket() + "'");
            throw isRefused ? new Problem(ProblemKind.INVALID_INPUT, why, "connection_id") : new Problem(ProblemKind.UNAVAILABLE, why);
        }
    }
}
