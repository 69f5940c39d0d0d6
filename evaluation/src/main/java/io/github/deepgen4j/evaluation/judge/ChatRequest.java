// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.judge;

import io.github.deepgen4j.evaluation.task.ChatParameters;
import io.github.deepgen4j.evaluation.task.Question;
import io.github.deepgen4j.model.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON of a chat request. */
final class ChatRequest {
    private ChatRequest() {}

    /** @throws io.github.deepgen4j.model.image.ImageException if a picture cannot be read */
    static String body(String model, Question.Chat chat, int attempt, PictureEncoder pictures) {
        List<Object> messages = new ArrayList<>();
        chat.system().ifPresent(text -> messages.add(message("system", text)));
        messages.add(message(
                "user",
                chat.parts().stream().map(part -> content(part, pictures)).toList()));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", model);
        body.put("messages", messages);
        ChatParameters parameters = chat.parameters();
        parameters.temperature().ifPresent(value -> body.put("temperature", value));
        List<Integer> tokens = parameters.maxTokens();
        if (!tokens.isEmpty()) {
            body.put("max_tokens", tokens.get(Math.min(attempt, tokens.size() - 1)));
        }
        body.putAll(parameters.extra());
        return Json.write(body);
    }

    private static Map<String, Object> message(String role, Object content) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("role", role);
        message.put("content", content);
        return message;
    }

    private static Map<String, Object> content(Question.Part part, PictureEncoder pictures) {
        Map<String, Object> content = new LinkedHashMap<>();
        switch (part) {
            case Question.Part.Text said -> {
                content.put("type", "text");
                content.put("text", said.text());
            }
            case Question.Part.Shown shown -> {
                Map<String, Object> url = new LinkedHashMap<>();
                url.put("url", pictures.dataUrl(shown.picture(), shown.format()));
                shown.format().detail().ifPresent(detail -> url.put("detail", detail));
                content.put("type", "image_url");
                content.put("image_url", url);
            }
        }
        return content;
    }
}
