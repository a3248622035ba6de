package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags of languages as callers and containers write them. */
class LanguageTest {

    @ParameterizedTest
    @CsvSource({
        "en, en, eng, English", "EN-us, en-US, eng, English (United States)", "ger, de, deu, German", "deu, de, deu, German",
        "zh-hant, zh-Hant, zho, Chinese (Traditional)", "chi, zh, zho, Chinese", "fil, fil, fil, Filipino"
    })
    void isWrittenInOneWay(String text, String tag, String code, String name) {
        Language language = Language.parse(text).orElseThrow();

        assertThat(language.tag()).isEqualTo(tag);
        assertThat(language.iso3()).isEqualTo(code);
        assertThat(language.englishName()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "english", "en_US", "xx", "und", "mul", "e", "12", "en-", "de\n", "x-private"})
    void anythingElseIsNone(String text) {
        assertThat(Language.parse(text)).isEqualTo(Optional.empty());
    }

    @Test
    void aLanguageIncludesItsForms() {
        assertThat(new Language("pt").includes(new Language("pt-BR"))).isTrue();
        assertThat(new Language("pt-BR").includes(new Language("pt"))).isFalse();
        assertThat(new Language("pt").includes(new Language("ptx"))).isFalse();
        assertThat(new Language("pt").includes(new Language("pt"))).isTrue();
    }
}
