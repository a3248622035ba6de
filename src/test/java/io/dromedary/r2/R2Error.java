package io.dromedary.r2;

/** An answer other than success: thrown anywhere below the dispatcher, which turns it into R2's XML (rule 25). */
final class R2Error extends RuntimeException {

    private final int status;
    private final String code;

    R2Error(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    static R2Error invalidArgument(String message) {
        return new R2Error(400, "InvalidArgument", message);
    }

    static R2Error invalidRequest(String message) {
        return new R2Error(400, "InvalidRequest", message);
    }

    static R2Error notImplemented(String what) {
        return new R2Error(501, "NotImplemented", what + " not implemented");
    }

    static R2Error accessDenied() {
        return new R2Error(403, "AccessDenied", "Access Denied");
    }

    static R2Error wrongSignature() {
        return new R2Error(403, "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your secret access"
                        + " key and signing method.");
    }

    static R2Error noSuchBucket() {
        return new R2Error(404, "NoSuchBucket", "The specified bucket does not exist.");
    }

    static R2Error noSuchKey() {
        return new R2Error(404, "NoSuchKey", "The specified key does not exist.");
    }

    static R2Error noSuchUpload() {
        return new R2Error(404, "NoSuchUpload", "The specified multipart upload does not exist.");
    }

    static R2Error preconditionFailed() {
        return new R2Error(412, "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold.");
    }
}
