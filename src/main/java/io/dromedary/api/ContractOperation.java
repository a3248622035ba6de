package io.dromedary.api;

import io.dromedary.access.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One method of one path of the contract. The body, the query parameters and the headers each have a schema.
 *
 * @param isPublic        whether it needs no key
 * @param ofEveryRole     whether nodes without the role {@code api} answer it too: public ones, and {@code x-every-role}
 * @param tellsMoreToKeys whether it is public, and answers more to callers with a key
 */
record ContractOperation(String id, String method, Pattern path, List<String> pathParameters, boolean isPublic,
        boolean ofEveryRole, boolean tellsMoreToKeys, Scope scope, Optional<BodySchema> body,
        Map<String, ContractSchema> query, Map<String, ContractSchema> headers) {
}
