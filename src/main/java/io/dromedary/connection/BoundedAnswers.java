package io.dromedary.connection;

import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Bounds what a store answers, where it is no object: the SDK takes lists, errors and receipts into memory whole, as trees
 * that are many times larger than their text. Of objects the reader takes as much as he wants.
 */
final class BoundedAnswers implements ExecutionInterceptor {

    /** Nobody asks for packed answers: a packed one is meant to be larger than it looks. */
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
