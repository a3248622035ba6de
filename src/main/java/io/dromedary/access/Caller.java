package io.dromedary.access;

/**
 * The sender of a request, by its key.
 *
 * @param keyId   id of the key
 * @param project the project whose jobs, tasks and connections the caller sees; others do not exist for the caller
 * @param scope   what the key allows
 * @param limits  how much the key allows
 */
public record Caller(String keyId, String project, Scope scope, Limits limits) {

    /** The project of the configured key, and of watches and keys that name none. */
    public static final String DEFAULT_PROJECT = "default";

    /** The id of the key of the settings, which no list of keys shows. */
    static final String CONFIGURED = "configured";

    /** The holder of the key of the settings, in the default project. */
    static final Caller OPERATOR = new Caller(CONFIGURED, DEFAULT_PROJECT, Scope.OPERATOR, Limits.NONE);

    /** Is this the holder of the key of the settings? */
    public boolean isConfigured() {
        return keyId.equals(CONFIGURED);
    }
}
