package io.dromedary.r2;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request says about its own signature: in the Authorization header, or in a presigned URL's query.
 *
 * @param day           first eight digits of the date
 * @param signedHeaders lower-case names, as listed
 * @param signature     hex
 */
record SignatureClaim(String accessKeyId, String day, String region, String service, List<String> signedHeaders,
        String signature) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    static SignatureClaim ofHeader(String authorization) {
        if (!authorization.startsWith(ALGORITHM + " ")) {
            throw R2Error.invalidArgument("Authorization");
        }
        Map<String, String> fields = new HashMap<>();
        for (String field : authorization.substring(ALGORITHM.length() + 1).split(",")) {
            int equals = field.indexOf('=');
            if (equals < 0) {
                throw R2Error.invalidArgument("Authorization");
            }
            fields.put(field.substring(0, equals).strip(), field.substring(equals + 1).strip());
        }
        return of(fields.get("Credential"), fields.get("SignedHeaders"), fields.get("Signature"));
    }

    static SignatureClaim ofQuery(RequestHead head) {
        if (!head.parameter("X-Amz-Algorithm").orElse("").equals(ALGORITHM)) {
            throw R2Error.invalidArgument("X-Amz-Algorithm");
        }
        return of(head.query().get("X-Amz-Credential"), head.query().get("X-Amz-SignedHeaders"),
                head.query().get("X-Amz-Signature"));
    }

    private static SignatureClaim of(String credential, String signedHeaders, String signature) {
        String[] scope = credential == null ? new String[0] : credential.split("/", -1);
        if (scope.length != 5 || !scope[4].equals("aws4_request") || signedHeaders == null || signature == null) {
            throw R2Error.invalidArgument("Authorization");
        }
        return new SignatureClaim(scope[0], scope[1], scope[2], scope[3], List.of(signedHeaders.split(";")), signature);
    }
}
