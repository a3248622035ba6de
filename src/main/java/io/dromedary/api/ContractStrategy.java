package io.dromedary.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.rest.openapi.DefaultRestOpenapiProcessorStrategy;
import org.apache.camel.support.processor.RestBindingAdvice;

/**
 * Checks each request against the contract before its route runs: an invalid one is answered here. The route gets the
 * body as a {@link RequestBody}.
 *
 * <p>Camel's own request validation answers with the validator's messages; these name the field and the values that it
 * accepts.
 */
public final class ContractStrategy extends DefaultRestOpenapiProcessorStrategy {

    /**
     * The headers that are sent to the caller: without this list, the HTTP server would send back those of the request too.
     */
    private static final String[] ANSWER_HEADERS = {
        Exchange.HTTP_RESPONSE_CODE, Exchange.CONTENT_TYPE, "Has-More", "Limit", "Link", "Retry-After"};

    /** The variable in which a route finds the name of its operation. */
    static final String OPERATION = "operation";

    private final Contract contract;

    public ContractStrategy(Contract contract) {
        this.contract = contract;
    }

    @Override
    public boolean process(OpenAPI openApi, Operation operation, String verb, String path, RestBindingAdvice binding,
            Exchange exchange, AsyncCallback callback) {
        ContractOperation asked = contract.operation(operation.getOperationId());
        Authenticator.take(exchange);
        try {
            read(asked, exchange);
        } catch (Problem problem) {
            new ErrorResponses().problem(exchange, problem);
            exchange.setRouteStop(true);
            callback.done(true);
            return true;
        }
        return super.process(openApi, operation, verb, path, binding, exchange, done -> {
            answerFailure(exchange);
            finish(exchange.getMessage());
            callback.done(done);
        });
    }

    /**
     * Checks a request, and makes of it what routes get.
     *
     * @throws Problem {@code invalid_input}, {@code unsupported_media_type}
     */
    void read(ContractOperation asked, Exchange exchange) {
        Map<String, String> query = contract.readQuery(asked.id(),
                exchange.getMessage().getHeader(Exchange.HTTP_QUERY, "", String.class));
        contract.checkHeaders(asked.id(), headers(exchange.getMessage(), asked));
        if (asked.body().isPresent()) {
            exchange.getMessage().setBody(new RequestBody(body(asked.id(), exchange)));
        }
        keepParametersOnly(exchange.getMessage(), asked, query);
        exchange.setVariable(OPERATION, asked.id());
    }

    /** Answers for a route that could not: it is gone, for example, as its file was removed. */
    private static void answerFailure(Exchange exchange) {
        if (exchange.getException() != null) {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, exchange.getException());
            exchange.setException(null);
            new ErrorResponses().failure(exchange);
        }
    }

    /**
     * Removes all headers but parameters. To a route, both look the same: an unchecked header named {@code limit} would
     * take effect, and one named {@code Link} would be sent back.
     */
    private static void keepParametersOnly(Message message, ContractOperation asked, Map<String, String> query) {
        var kept = new ArrayList<>(asked.pathParameters());
        kept.addAll(asked.headers().keySet());
        kept.addAll(List.of("Camel*", Exchange.CONTENT_TYPE, "Accept"));
        message.removeHeaders("*", kept.toArray(String[]::new));
        asked.pathParameters().forEach(name -> message.setHeader(name, decoded(message.getHeader(name, String.class))));
        query.forEach(message::setHeader);
    }

    /** The name of a connection, for example, may have a space. */
    private static String decoded(String segment) {
        try {
            String value = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            // Nothing has such a name, and PostgreSQL takes it for no text.
            return value.indexOf('\0') >= 0 ? segment : value;
        } catch (IllegalArgumentException notEncoded) {
            return segment;
        }
    }

    /** Sends a JSON body as JSON, and only the headers that are meant for the caller. */
    private static void finish(Message message) {
        message.removeHeaders("*", ANSWER_HEADERS);
        Object body = message.getBody();
        if (body instanceof JsonNode || body instanceof AnswerBody) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            AnswerBody answer = body instanceof AnswerBody made ? made : new AnswerBody(body.toString());
            message.setBody(answer.line());
        }
    }

    /** The request's headers that the contract names for this operation. */
    private static Map<String, String> headers(Message message, ContractOperation asked) {
        var headers = new LinkedHashMap<String, String>();
        for (String name : asked.headers().keySet()) {
            Object value = message.getHeader(name);
            if (value instanceof List<?>) {
                throw new Problem(ProblemKind.INVALID_INPUT, "The header '" + name + "' is given twice.", name);
            }
            if (value != null) {
                headers.put(name, value.toString());
            }
        }
        return headers;
    }

    private JsonNode body(String operationId, Exchange exchange) {
        String type = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, "", String.class);
        if (!type.split(";")[0].strip().equalsIgnoreCase("application/json")) {
            throw notJson();
        }
        byte[] bytes = exchange.getMessage().getBody(byte[].class);
        byte[] body = bytes == null ? new byte[0] : bytes;
        if (type.equals(AssumedJson.TYPE) && !JsonBody.isObject(body)) {
            throw notJson();
        }
        return contract.readBody(operationId, body);
    }

    private static Problem notJson() {
        return new Problem(ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                "Send the body as JSON, with the header 'Content-Type: application/json'.");
    }
}
