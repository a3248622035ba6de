package io.dromedary.connection;

import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Limits the answers of stores, except objects: the SDK reads lists, errors and receipts completely into memory, as trees
 * that are many times larger than their text. Objects are streamed.
 */
final class BoundedAnswers implements ExecutionInterceptor {

    /** Compressed answers are never requested: one that comes may be a decompression bomb. */
    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return isObject(context.httpResponse(), attributes) ? context.httpResponse()
                : context.httpResponse().toBuilder().removeHeader("Content-Encoding").build();
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(Context.ModifyHttpResponse context,
            ExecutionAttributes attributes) {
        return isObject(context.httpResponse(), attributes) ? context.responseBody()
                : context.responseBody().map(body ->
                        new AnswerText(body, context.httpResponse().isSuccessful(), System::nanoTime));
    }

    private static boolean isObject(SdkHttpResponse answer, ExecutionAttributes attributes) {
        return answer.isSuccessful()
                && "GetObject".equals(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    }
}
