# SPDX-License-Identifier: Apache-2.0
"""Writes testdata/edits: a few items of our own in the formats in which GEdit-Bench, ImgEdit-Bench, RISEBench and
UniREditBench are published. From the root of the repository: pip install pyarrow==26.0.1 pillow, then
python3 benchmarks/edit_samples.py"""
import io
import json
import pathlib
import zipfile

import pyarrow as pa
import pyarrow.parquet
from PIL import Image

OUT = pathlib.Path("testdata/edits")
GROUPS = ["background_change", "color_alter", "material_alter", "motion_change", "ps_human", "style_change",
          "subject-add", "subject-remove", "subject-replace", "text_change", "tone_transfer"]


def picture(number, size=(12, 8)):
    image = Image.new("RGB", size)
    image.putdata([((37 * number + 5 * x) % 256, (11 * number + 9 * y) % 256, 90) for y in range(size[1])
                   for x in range(size[0])])
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def write(path, content):
    path = OUT / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else
                     (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def gedit():
    rows = []
    for i, group in enumerate(GROUPS):
        for language, text in (("en", f"Change number {i}"), ("cn", f"修改第{i}个")):
            rows.append({"task_type": group, "key": f"k{i:02}", "instruction": text, "instruction_language": language,
                         "input_image": {"bytes": picture(i), "path": f"{i}.png"},
                         "input_image_raw": {"bytes": picture(i, (6, 4)), "path": None},
                         "Intersection_exist": i % 3 != 1})
    schema = pa.schema([
        ("task_type", pa.string()), ("key", pa.string()), ("instruction", pa.string()),
        ("instruction_language", pa.string()),
        ("input_image", pa.struct([("bytes", pa.binary()), ("path", pa.string())])),
        ("input_image_raw", pa.struct([("bytes", pa.binary()), ("path", pa.string())])),
        ("Intersection_exist", pa.bool_())])
    table = pa.Table.from_pylist(rows, schema)
    (OUT / "gedit/parquet/data").mkdir(parents=True, exist_ok=True)
    for shard, part in enumerate((table.slice(0, 10), table.slice(10))):
        pa.parquet.write_table(part, OUT / f"gedit/parquet/data/train-{shard:05}-of-00002.parquet", row_group_size=6)
    (OUT / "gedit/arrow").mkdir(parents=True, exist_ok=True)
    with pa.ipc.new_stream(OUT / "gedit/arrow/data-00000-of-00001.arrow", schema) as writer:  # as save_to_disk does
        writer.write_table(table, max_chunksize=6)
    write("gedit/arrow/state.json", {"_data_files": [{"filename": "data-00000-of-00001.arrow"}], "_split": "train"})


def imgedit():
    types = ["extract", "style", "add", "adjust", "background", "replace", "remove", "action", "compose"]
    items = {}
    for i, kind in enumerate(types):
        items[str(2000 + i)] = {"id": f"animal/{i:09}.png", "prompt": f" Do {kind} to the animal. ", "edit_type": kind}
        write(f"imgedit/animal/{i:09}.png", picture(i))
    write("imgedit/basic_edit.json", items)


def rise():
    def item(index, category, **more):
        return {"index": f"{category}_reasoning_{index}", "category": f"{category}_reasoning",
                "instruction": f"Show item {index}.", "image": f"{category}_images/{index}.png", **more}

    items = [
        item(1, "temporal", reference="Older", subtask="Life Progression"),
        item(2, "temporal", reference="Younger", subtask="Life Progression", consistency_free=True),
        item(3, "causal", reference="Broken", subtask="State Transition", reasoning_img="yes"),
        item(4, "spatial", reference="Above", subtask="Object Arrangement"),
        item(5, "spatial", reference_img="spatial_images/5_ref.png", subtask="Viewpoint Generation"),
        item(6, "logical", reference_txt="42", subtask="Puzzle Solving"),
        item(7, "logical", reference_img="logical_images/7_ref.png", subtask="Pattern Prediction")]
    for number, one in enumerate(items):
        for field in ("image", "reference_img"):
            if field in one:
                write("rise/" + one[field], picture(number))
    write("rise/datav2_total_w_subtask.json", items)
    late = ("subtask", "reasoning_img", "consistency_free")
    write("rise/data_total.json", [{k: v for k, v in one.items() if k not in late} for one in items])


def uniredit():
    items = []
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for number, (name, rules) in enumerate(
                [("Maze", "Walls are black."), ("Maze", ""), ("Viewpoint", None), ("Viewpoint", None)]):
            item = {"name": name, "idx": number, "instruction": f" Draw part {number}. ",
                    "original_image_path": f"original_image/{name}/{number}.png",
                    "reference_image_path": f"reference_image/{name}/{number}.png",
                    "reference_effect": None if number == 3 else f"Part {number} is drawn."}
            if rules is not None:
                item["rules"] = rules
            items.append(item)
            zipped.writestr(zipfile.ZipInfo(f"original_image/{name}/{number}.png", (2026, 1, 1, 0, 0, 0)),
                            picture(number))
            write(f"uniredit/reference_image/{name}/{number}.png", picture(number + 7))
    write("uniredit/original_image.zip", archive.getvalue())
    write("uniredit/data.json", items)


for make in (gedit, imgedit, rise, uniredit):
    make()
