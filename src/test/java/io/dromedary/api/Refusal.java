package io.dromedary.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.e2e.ContractCheck;
import io.dromedary.problem.Problem;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a caller is told who sent what is wrong: by the contract's shape of errors, and nothing of this server. */
final class Refusal {

    private static final ContractCheck SHAPES = new ContractCheck();

    private final JsonNode answer;

    private Refusal(JsonNode answer) {
        this.answer = answer;
    }

    /** What this is refused with, which is always {@code 400 invalid_input}. */
    static Refusal of(ThrowingCallable request) {
        Throwable thrown = catchThrowable(request);
        assertThat(thrown).isInstanceOf(Problem.class);
        var problem = (Problem) thrown;
        JsonNode answer = ErrorResponses.json(problem);
        SHAPES.keeps("/components/schemas/Problem", answer);
        assertThat(problem.kind().status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.get("kind").asText()).isEqualTo("invalid_input");
        // Neither a stack trace nor a place in this server.
        assertThat(answer.toString()).doesNotContain("Exception", "\tat ", "io.dromedary", "java.");
        return new Refusal(answer);
    }

    Refusal names(String field) {
        assertThat(answer.path("field").asText()).as("%s", answer).isEqualTo(field);
        return this;
    }

    Refusal namesNoField() {
        assertThat(answer.has("field")).as("%s", answer).isFalse();
        return this;
    }

    Refusal says(String words) {
        assertThat(message()).contains(words);
        return this;
    }

    String message() {
        return answer.get("message").asText();
    }
}
