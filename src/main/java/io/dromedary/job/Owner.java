package io.dromedary.job;

import java.util.Optional;

/**
 * Whose job it is.
 *
 * @param project who sees it
 * @param keyId   the key that it was sent with; empty when no caller sent it
 */
public record Owner(String project, Optional<String> keyId) {
}
