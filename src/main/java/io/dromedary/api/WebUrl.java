package io.dromedary.api;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.net.URI;

/** URLs of web servers as callers write them. */
final class WebUrl {

    private static final int MAX_PORT = 65_535;

    private WebUrl() {
    }

    /**
     * The URL, of which the contract said that it begins with http:// or https://.
     *
     * @throws Problem {@code invalid_input}, naming the field
     */
    static URI parse(String text, String field) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' is not a proper URL: encode spaces and other"
                    + " special characters in it as %20 and so on.", field);
        }
        if (url.getHost() == null || url.getUserInfo() != null || url.getPort() > MAX_PORT) {
            throw new Problem(ProblemKind.INVALID_INPUT, "'" + field + "' must be https://<host>/<path>, with a proper"
                    + " host name and port, and without a user or password.", field);
        }
        return url;
    }
}
