package io.dromedary.access;

/**
 * Who sends a request, by the key that it came with.
 *
 * @param keyId   id of the key
 * @param project whose jobs, tasks and connections the caller sees; all others do not exist for him
 * @param scope   what the caller may do
 * @param limits  how much of it
 */
public record Caller(String keyId, String project, Scope scope, Limits limits) {

    /** The project of the configured key, of watches that name none, and of keys that were made without one. */
    public static final String DEFAULT_PROJECT = "default";

    /** Stands for the key of the settings, which no list of keys shows. */
    static final String CONFIGURED = "configured";

    /** The holder of the key of the settings, who is of the default project. */
    static final Caller OPERATOR = new Caller(CONFIGURED, DEFAULT_PROJECT, Scope.OPERATOR, Limits.NONE);
}
