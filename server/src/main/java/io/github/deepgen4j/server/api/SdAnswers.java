// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.api;

import io.github.deepgen4j.model.drawing.DrawSettings;
import io.github.deepgen4j.model.image.OutputFormat;
import io.github.deepgen4j.model.json.JsonNode;
import io.github.deepgen4j.server.http.Form;
import io.github.deepgen4j.server.queue.Job;
import io.github.deepgen4j.server.queue.Picture;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finished jobs in the shape of A1111's web UI. */
final class SdAnswers {
    /** Keyword of the text in which that program looks for settings. */
    static final String INFO = "parameters";

    private final PictureFiles files;

    SdAnswers(PictureFiles files) {
        this.files = files;
    }

    /** The request without its images. */
    JsonNode parameters(Form form) {
        JsonNode parameters = JsonNode.object();
        form.fields().forEach((name, value) -> {
            if (!name.equals("images") && !name.equals("mask")) {
                parameters.put(name, value);
            }
        });
        return parameters;
    }

    JsonNode whole(Job job, List<Picture> pictures, JsonNode parameters) {
        List<String> images = new ArrayList<>();
        List<String> infos = new ArrayList<>();
        for (Picture picture : pictures) {
            images.add(Base64.getEncoder().encodeToString(files.file(picture, OutputFormat.PNG, 100)));
            infos.add(files.texts(picture).getOrDefault(INFO, job.settings().prompt()));
        }
        JsonNode own = JsonNode.object()
                .put("job", job.id())
                .put("ignored", job.extras().get("ignored"));
        if (job.extras().has(Orders.ASKED)) {
            own.put(Orders.ASKED, job.extras().get(Orders.ASKED));
        }
        return JsonNode.object()
                .put("images", images)
                .put("parameters", parameters)
                .put("info", info(job, pictures, infos).toString())
                .put("deepgen", own);
    }

    /** Clients read this from a text of JSON. */
    private static JsonNode info(Job job, List<Picture> pictures, List<String> infos) {
        DrawSettings settings = job.settings();
        List<BigInteger> seeds =
                pictures.stream().map(picture -> new BigInteger(picture.seed())).toList();
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("prompt", settings.prompt());
        info.put("all_prompts", pictures.stream().map(_ -> settings.prompt()).toList());
        info.put("negative_prompt", job.settled().negative());
        info.put("seed", seeds.isEmpty() ? -1 : seeds.getFirst());
        info.put("all_seeds", seeds);
        info.put("width", job.settled().size().width());
        info.put("height", job.settled().size().height());
        info.put("sampler_name", "Euler");
        info.put("cfg_scale", job.settled().guidance());
        info.put("steps", settings.steps());
        info.put("batch_size", pictures.size());
        info.put("sd_model_name", job.model());
        info.put("infotexts", infos);
        return JsonNode.of(info);
    }
}
