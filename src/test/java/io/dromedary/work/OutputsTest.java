package io.dromedary.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.job.JobOrder;
import io.dromedary.job.Orders;
import io.dromedary.media.Kind;
import io.dromedary.naming.NamedFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Several outputs in one folder: no file of one has the name of another's. */
class OutputsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** As the name of a result is read. */
    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "IMAGE")
    void theUsualFormatIsThatOfTheName(Kind kind) {
        assertThat(kind.usualFormats()).singleElement()
                .matches(format -> NamedFormat.isDefault(kind.wireName(), format));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "video, audio, image, animation                                             | , , , ",
        "video, video{'format': 'mp4'}, video{'format': 'webm'}                     | , -2, ",
        "image, image{'format': 'jpeg'}, image{'format': 'png'}, audio              | , -2, -2, ",
        "video, video{'thumbnails': {}}                                             | , -2",
        "video{'subtitles': []}, video{'format': 'webm'; 'subtitles': []}, video{'format': 'webm'} | , -2, -3",
        "video{'thumbnails': {}}, audio, video{'format': 'webm'; 'subtitle_url': ''}| , , -2",
        "audio{'waveform': 'json'}, audio, audio{'waveform': 'json'}                | , , -2",
        "adaptive_video, video, adaptive_video, image{'interval': 1}                | , , 2/, 3/"
    })
    void equalNamesAreNumbered(String outputs, String names) throws IOException {
        var orders = new ArrayList<JobOrder>();
        for (String output : outputs.split(", ")) {
            JobOrder order = Orders.of(output.replaceFirst("\\{.*", ""));
            if (output.contains("{")) {
                order.options().setAll((ObjectNode) JSON.readTree(
                        output.substring(output.indexOf('{')).replace('\'', '"').replace(';', ',')));
            }
            orders.add(order);
        }
        assertThat(IntStream.range(0, orders.size()).mapToObj(number -> Outputs.naming(orders, number))
                .map(naming -> naming.suffix() + naming.subfolder())).containsExactlyElementsOf(
                        List.of((names + " ").split(",", -1)).stream().map(String::strip).toList());
    }
}
