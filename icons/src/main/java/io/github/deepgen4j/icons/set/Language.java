// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.icons.set;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The languages of prompts. */
public enum Language {
    EN,
    DE,
    ES,
    FR,
    ZH;

    /** The ISO 639 code, also the folder of the words. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
