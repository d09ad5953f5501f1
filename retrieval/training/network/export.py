"""Write a trained network as the files that serve it: ``python -m retrieval.training.network.export BASE RUN OUT``.

``OUT`` gets ``reader.onnx`` (int8: matrices by dynamic quantisation, the embedding table row by row),
``tokenizer.json`` and ``origin.json``. The int8 file is held against torch: same answers, scores a little apart.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from retrieval.training.network.model import Reader, from_base, load_learned

OUTPUTS = ("relevance", "starts", "ends")


def export_onnx(reader: Reader, file: Path) -> None:
    """The network in fp32, for any number of rows and tokens."""
    axes = {0: torch.export.Dim("rows"), 1: torch.export.Dim("tokens")}
    example = {name: torch.ones((2, 9), dtype=torch.long) for name in ("ids", "mask")}
    export_module(reader, file, example, axes, OUTPUTS)


def export_module(
    module: nn.Module, file: Path, example: Mapping[str, Tensor], axes: Mapping[int, Any], outputs: Sequence[str]
) -> None:
    """A module in fp32. ``example`` are its inputs by name, all with the same ``axes`` of any length."""
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch's exporter warns of its own deprecated calls
        torch.onnx.export(
            module.eval(),
            tuple(example.values()),
            file,
            dynamo=True,
            input_names=tuple(example),
            output_names=tuple(outputs),
            dynamic_shapes=(dict(axes),) * len(example),
            external_data=False,
            verbose=False,
        )
    _without_traces(file)


def _without_traces(file: Path) -> None:
    """Take out what the exporter notes of each node: lines of code and paths of the machine it ran on."""
    model = onnx.load(str(file))
    for node in model.graph.node:
        node.ClearField("metadata_props")
        node.ClearField("doc_string")
    model.graph.ClearField("value_info")
    onnx.save(model, str(file))


def quantize(file: Path, out: Path) -> None:
    """Int8 matrices (one scale a column, activations quantised while it runs), and an int8 embedding table."""
    quantize_matrices(file, out)
    model = onnx.load(str(out))
    _quantize_table(model)
    onnx.save(model, str(out))


def quantize_matrices(file: Path, out: Path) -> None:
    """Int8 matrices, one scale a column; activations are quantised while it runs."""
    quantize_dynamic(file, out, op_types_to_quantize=["MatMul", "Gemm"], weight_type=QuantType.QInt8, per_channel=True)


def table_of(graph: onnx.GraphProto) -> tuple[onnx.TensorProto, onnx.NodeProto]:
    """The largest fp32 table that is looked up by ids, and the node that does so."""
    tables = [each for each in graph.initializer if each.data_type == TensorProto.FLOAT and len(each.dims) == 2]
    table = max(tables, key=lambda each: each.dims[0])
    return table, next(node for node in graph.node if node.op_type == "Gather" and node.input[0] == table.name)


def replace_look_up(
    graph: onnx.GraphProto, table: onnx.TensorProto, gather: onnx.NodeProto, nodes: Sequence[onnx.NodeProto]
) -> None:
    """Put ``nodes`` into the place of a table and of the node that looks things up in it."""
    graph.initializer.remove(table)
    at = list(graph.node).index(gather)
    graph.node.remove(gather)
    for number, node in enumerate(nodes):
        graph.node.insert(at + number, node)


def _quantize_table(model: onnx.ModelProto) -> None:
    """The embedding table: int8 rows with a scale each, multiplied after the look-up."""
    graph = model.graph
    table, gather = table_of(graph)
    weights = numpy_helper.to_array(table)
    scale = np.maximum(np.abs(weights).max(axis=1, keepdims=True), 1e-8) / 127
    rows = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
    ids, output = gather.input[1], gather.output[0]
    graph.initializer.append(numpy_helper.from_array(rows, "table_rows"))
    graph.initializer.append(numpy_helper.from_array(scale.astype(np.float32), "table_scale"))
    nodes = [
        helper.make_node("Gather", ["table_rows", ids], ["table_picked"]),
        helper.make_node("Cast", ["table_picked"], ["table_float"], to=TensorProto.FLOAT),
        helper.make_node("Gather", ["table_scale", ids], ["table_picked_scale"]),
        helper.make_node("Mul", ["table_float", "table_picked_scale"], [output]),
    ]
    replace_look_up(graph, table, gather, nodes)


def apart(reader: Reader, file: Path, ids: np.ndarray, mask: np.ndarray) -> tuple[float, float]:
    """How far the file's relevance is from torch's on average, and the share of rows whose span is the same."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    relevance, starts, ends = session.run(list(OUTPUTS), {"ids": ids, "mask": mask})
    with torch.no_grad():
        right = [each.float().numpy() for each in reader.eval()(torch.from_numpy(ids), torch.from_numpy(mask))]
    same = (starts.argmax(1) == right[1].argmax(1)) & (ends.argmax(1) == right[2].argmax(1))
    return float(np.abs(relevance - right[0]).mean()), float(same.mean())


def main() -> None:
    """Parse the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("run", type=Path, help="the folder that training wrote")
    parser.add_argument("out", type=Path)
    parser.add_argument("--layers", type=int, default=12)
    given = parser.parse_args()
    torch.set_num_threads(1)
    reader = from_base(given.base, given.layers)
    load_learned(reader, given.run)
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as passing:
        whole = Path(passing) / "reader.onnx"
        export_onnx(reader, whole)
        quantize(whole, given.out / "reader.onnx")
    shutil.copy(given.base / "tokenizer.json", given.out / "tokenizer.json")
    shutil.copy(given.run / "origin.json", given.out / "origin.json")
    ids = np.random.default_rng(0).integers(4, reader.body.config.vocab_size, (8, 120)).astype(np.int64)
    ids[:, 0] = 0
    far, same = apart(reader, given.out / "reader.onnx", ids, np.ones_like(ids))
    size = (given.out / "reader.onnx").stat().st_size
    sys.stdout.write(f"{size} bytes; relevance is {far:.3f} apart, {same:.3f} of the spans are the same\n")


if __name__ == "__main__":
    main()
