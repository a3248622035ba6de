package io.dromedary.media.subtitle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedary.media.Attachment;
import io.dromedary.media.Kind;
import io.dromedary.media.KindOptions;
import io.dromedary.media.MediaException;
import io.dromedary.media.ShippedMedia;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Subtitles of all the world's encodings: a few lines suffice to find out which it is. */
class SubtitleBytesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            windows-1251 | Привет, как дела?
            windows-1251 | Я не знаю, что с этим делать. / Пойдём отсюда, пока не поздно. / Почему ты так думаешь?
            KOI8-R       | Я не знаю, что с этим делать. / Пойдём отсюда, пока не поздно. / Почему ты так думаешь?
            GBK          | 我不知道该怎么办。 / 我们走吧,趁现在还来得及。 / 你为什么这么想?
            GB18030      | 今天晚上我们要去剧院,然后回家。 / 他告诉我这是不可能的。
            Big5         | 我不知道該怎麼辦。 / 我們走吧,趁現在還來得及。 / 你為什麼這麼想?
            Shift_JIS    | どうすればいいか分からない。 / 行きましょう。
            EUC-JP       | 今夜は劇場に行って、それから家に帰ります。 / 彼は不可能だと言いました。
            EUC-KR       | 어떻게 해야 할지 모르겠어요. / 늦기 전에 가자.
            windows-1250 | Příliš žluťoučký kůň
            windows-1250 | Dnes večer půjdeme do divadla a potom domů. / Řekl mi, že to není možné. / Proč si to myslíš?
            windows-1250 | Nie wiem, co z tym zrobić. / Chodźmy stąd, zanim będzie za późno.
            windows-1250 | Ma este színházba megyünk, aztán haza. / Azt mondta, hogy ez lehetetlen. / Ő nem tudja, hogy hűvös az idő.
            windows-1252 | Voilà, c'est fini
            windows-1252 | Ce soir nous irons au théâtre, puis à la maison. / Pourquoi penses-tu ça – “déjà” ?
            windows-1252 | Ich weiß nicht, was ich tun soll. / Gehen wir, bevor es zu spät ist.
            windows-1252 | ¿Qué pasó mañana? / No sé qué hacer con esto, señor.
            windows-1253 | Δεν ξέρω τι να κάνω. / Πάμε πριν είναι αργά.
            windows-1254 | Ne yapacağımı bilmiyorum. / Çok geç olmadan gidelim buradan, şimdi.
            windows-1255 | אני לא יודע מה לעשות. / בוא נלך לפני שיהיה מאוחר מדי.
            windows-1256 | لا أعرف ماذا أفعل. / هيا بنا قبل فوات الأوان.
            UTF-8        | Привет – ça va? 你好
            UTF-16       | Привет – ça va? 你好
            """)
    void theEncodingIsFound(String encoding, String words) {
        String text = subtitles(words);
        assertThat(SubtitleBytes.text(text.getBytes(Charset.forName(encoding)), Optional.empty(), Attachment.SUBTITLES).replace("\uFEFF", ""))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows-1250", "cp1250", "CP1250"})
    void theEncodingThatIsSaidHolds(String name) throws IOException {
        String text = subtitles("Kůň");
        assertThat(ShippedMedia.media().subtitleText(text.getBytes(Charset.forName("windows-1250")), Attachment.SUBTITLES, options(Kind.VIDEO, name)))
                .isEqualTo(text);
        assertThat(options(Kind.ADAPTIVE_VIDEO, name).subtitleEncoding()).contains(Charset.forName("windows-1250"));
    }

    @Test
    void aByteOrderMarkIsAProof() {
        String text = "\uFEFF" + subtitles("Kůň");
        for (Charset charset : new Charset[] {StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            assertThat(SubtitleBytes.text(text.getBytes(charset), Optional.of(Charset.forName("windows-1251")), Attachment.SUBTITLES))
                    .isIn(text, text.substring(1));
        }
    }

    @Test
    void whatIsSaidWronglyIsRefused() {
        byte[] chinese = subtitles("我不知道该怎么办。 / 我们走吧,趁现在还来得及。").getBytes(Charset.forName("GBK"));
        assertThatThrownBy(() -> SubtitleBytes.text(chinese, Optional.of(StandardCharsets.UTF_8), Attachment.SUBTITLES))
                .isInstanceOfSatisfying(MediaException.class, e -> {
                    assertThat(e.kind()).isEqualTo("input_unsupported");
                    assertThat(e.field()).contains("options.subtitle_encoding");
                    assertThat(e).hasMessageContaining("is not in UTF-8").hasMessageContaining("or none");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"klingon", "windows 1251", "../x", "cp99999"})
    void aNameThatIsNoneIsRefusedWithWhatWouldBeRight(String name) {
        assertThatThrownBy(() -> options(Kind.VIDEO, name)).isInstanceOfSatisfying(MediaException.class, e -> {
            assertThat(e.kind()).isEqualTo("invalid_input");
            assertThat(e.field()).contains("options.subtitle_encoding");
            assertThat(e).hasMessageContaining(name).hasMessageContaining("windows-1251");
        });
    }

    @Test
    void anEncodingOfNothingIsRefused() {
        assertThatThrownBy(() -> ShippedMedia.media().planner(Kind.VIDEO,
                new ObjectMapper().readTree("{\"subtitle_encoding\": \"gbk\"}"))).hasMessageContaining("'subtitle_url'");
    }

    /** Whatever the bytes are, there is a text. */
    @Test
    void everyByteIsRead() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(SubtitleBytes.text(all, Optional.empty(), Attachment.SUBTITLES)).isNotEmpty();
        assertThat(SubtitleBytes.text(new byte[0], Optional.empty(), Attachment.SUBTITLES)).isEmpty();
        assertThat(SubtitleBytes.text(new byte[] {(byte) 0xE9}, Optional.empty(), Attachment.SUBTITLES)).hasSize(1);
    }

    private static KindOptions options(Kind kind, String encoding) throws IOException {
        return ShippedMedia.media().planner(kind, new ObjectMapper().readTree(
                "{\"subtitle_url\": \"https://a.example/b.srt\", \"subtitle_encoding\": \"%s\"}".formatted(encoding))).options();
    }

    /** SubRip in which every line is a cue, between others in English. */
    private static String subtitles(String words) {
        var text = new StringBuilder("1\r\n00:00:01,000 --> 00:00:02,000\r\nTranslated by somebody\r\n\r\n");
        int number = 2;
        for (String line : words.split(" / ")) {
            text.append("%d\r\n00:00:%02d,000 --> 00:00:%02d,500\r\n<i>%s</i>\r\n\r\n".formatted(number, number, number, line));
            number++;
        }
        return text.toString();
    }
}
