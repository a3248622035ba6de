package io.dromedary.job;

import java.util.Optional;

/**
 * The owner of a job.
 *
 * @param project the project that sees the job
 * @param keyId   the API key of the request; none if a watch or a route made the job
 */
public record Owner(String project, Optional<String> keyId) {
}
