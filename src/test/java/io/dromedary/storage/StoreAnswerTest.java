package io.dromedary.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Each answer of a store has one meaning, and is repeated where that may help. */
class StoreAnswerTest {

    @ParameterizedTest
    @CsvSource({
        "403, RequestTimeTooSkewed, CLOCKS_APART, false", "403, SignatureDoesNotMatch, WRONG_SECRET, false",
        "403, InvalidAccessKeyId, UNKNOWN_KEY, false", "401, Unauthorized, UNKNOWN_KEY, false",
        "400, InvalidArgument, UNKNOWN_KEY, false", "401, , UNKNOWN_KEY, false",
        "403, AccessDenied, FORBIDDEN, false", "403, , FORBIDDEN, false",
        "404, NoSuchBucket, NO_BUCKET, false", "404, NoSuchKey, NO_OBJECT, false", "404, , NO_OBJECT, false",
        "301, PermanentRedirect, ELSEWHERE, false", "404, NoSuchUpload, NO_UPLOAD, true",
        "412, PreconditionFailed, CHANGED, false", "416, InvalidRange, NO_SUCH_RANGE, false",
        "408, RequestTimeout, IN_TROUBLE, true", "429, , IN_TROUBLE, true", "500, InternalError, IN_TROUBLE, true",
        "503, SlowDown, IN_TROUBLE, true", "400, MalformedXML, REFUSED, false", "409, , REFUSED, false",
    })
    void hasOneMeaning(int status, String code, StoreAnswer meaning, boolean passes) {
        var answer = (S3Exception) S3Exception.builder().statusCode(status)
                .awsErrorDetails(code == null ? null : AwsErrorDetails.builder().errorCode(code).build()).build();
        assertThat(StoreAnswer.of(answer)).isEqualTo(meaning);
        assertThat(StoreAnswer.isRefusal(answer)).isEqualTo(!passes);
    }
}
