package io.dromedary.work;

import io.dromedary.job.Failure;
import io.dromedary.job.Stage;
import io.dromedary.net.Lookups;
import io.dromedary.problem.ProblemKind;
import io.dromedary.storage.ObjectUrl;
import io.dromedary.storage.StoreAnswer;
import io.dromedary.storage.StoreReasons;
import io.dromedary.storage.DownloadLimits;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the owner of a job is told when its input could not be fetched, or its output could not be stored. */
final class StoreFailures {

    private StoreFailures() {
    }

    static Failure ofAnswer(Attempt attempt, S3Exception answer) {
        boolean exporting = attempt.stage() == Stage.EXPORT;
        StoreAnswer meaning = StoreAnswer.of(answer);
        return exporting ? new Failure(kindOfOutput(meaning, answer), unstored(attempt, answer))
                : new Failure(kindOfInput(meaning, answer), unread(attempt, meaning, answer));
    }

    private static ProblemKind kindOfInput(StoreAnswer meaning, S3Exception answer) {
        return switch (meaning) {
            case NO_BUCKET, NO_OBJECT -> ProblemKind.INPUT_NOT_FOUND;
            case WRONG_SECRET, UNKNOWN_KEY, FORBIDDEN, ELSEWHERE -> ProblemKind.INPUT_FORBIDDEN;
            case NO_SUCH_RANGE -> ProblemKind.INPUT_CORRUPT;
            case REFUSED -> isBadRequest(answer) ? ProblemKind.INPUT_FORBIDDEN : ProblemKind.INPUT_UNREACHABLE;
            case CLOCKS_APART, NO_UPLOAD, CHANGED, IN_TROUBLE -> ProblemKind.INPUT_UNREACHABLE;
        };
    }

    private static ProblemKind kindOfOutput(StoreAnswer meaning, S3Exception answer) {
        return switch (meaning) {
            case WRONG_SECRET, UNKNOWN_KEY, FORBIDDEN, ELSEWHERE -> ProblemKind.OUTPUT_FORBIDDEN;
            case REFUSED -> isBadRequest(answer) ? ProblemKind.OUTPUT_FORBIDDEN : ProblemKind.OUTPUT_UNREACHABLE;
            default -> ProblemKind.OUTPUT_UNREACHABLE;
        };
    }

    /** Stores answer so to HEAD requests with a key that they do not accept; these answers have no error code. */
    private static boolean isBadRequest(S3Exception answer) {
        return answer.statusCode() == 400;
    }

    private static String unread(Attempt attempt, StoreAnswer meaning, S3Exception answer) {
        String file = attempt.reading();
        String bucket = attempt.readingObject().map(StoreFailures::bucket).orElse("the " + file + "'s bucket");
        String key = attempt.readingObject().map(StoreFailures::key).orElse("");
        return switch (meaning) {
            case NO_OBJECT -> "There is no object " + attempt.readingObject().map(object -> "'" + object.key() + "' in "
                    + bucket(object) + " (the " + file + ").").orElse("with the " + file + "'s key in its bucket.");
            case NO_SUCH_RANGE -> DownloadLimits.empty(file).getMessage();
            case CHANGED -> DownloadLimits.changed(file).getMessage();
            default -> "The " + file + key + " cannot be read (" + StoreAnswer.text(answer) + "). "
                    + StoreReasons.explain(answer, "read", bucket);
        };
    }

    private static String unstored(Attempt attempt, S3Exception answer) {
        Optional<ObjectUrl> target = attempt.export().flatMap(Export::target);
        String bucket = target.map(StoreFailures::bucket).orElse("the output's bucket");
        return "The output" + target.map(StoreFailures::key).orElse("") + " cannot be stored (" + StoreAnswer.text(answer) + "). "
                + StoreReasons.explain(answer, "write", bucket);
    }

    private static String bucket(ObjectUrl object) {
        return "the bucket '" + object.bucket() + "'";
    }

    private static String key(ObjectUrl object) {
        return " '" + object.key() + "'";
    }

    static Failure ofTransport(Attempt attempt, SdkClientException failure) {
        return unreachable(attempt, StoreReasons.explain(failure, "reach", "the bucket"));
    }

    /** Web servers have no connection whose endpoint could be checked. */
    static Failure ofTransport(Attempt attempt, IOException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (Lookups.isUnknown(root)) {
            return unreachable(attempt, "The host " + root.getMessage().replaceFirst(":.*", "") + " is not known.");
        }
        return unreachable(attempt, root instanceof Lookups.Silent ? root.getMessage()
                : root instanceof UnknownHostException ? "Its host name is not known."
                : "The connection fails, or breaks off each time.");
    }

    private static Failure unreachable(Attempt attempt, String why) {
        boolean exporting = attempt.stage() == Stage.EXPORT;
        return new Failure(exporting ? ProblemKind.OUTPUT_UNREACHABLE : ProblemKind.INPUT_UNREACHABLE,
                "The server of the " + (exporting ? "output" : attempt.reading()) + " cannot be reached. " + why);
    }
}
