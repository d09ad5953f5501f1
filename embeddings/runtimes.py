"""A transformer computed by ONNX Runtime or OpenVINO instead of torch, inside its sentence-transformers model.

The library's own way there needs optimum, which holds transformers back (optimum-onnx 0.1.0: below 4.58, while
sentence-transformers 6 wants 5; optimum-intel 2.2.0: below 5.6). Here torch exports the transformer once, and the
runtime's answer takes the place of its output; tokenizer, prompts, pooling and normalisation stay the library's.
"""

from __future__ import annotations

import logging
import tempfile
import warnings
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from embeddings.encoder import Backend, BackendMissing, EncoderUnavailable
from embeddings.onnx_runtime import quiet_onnxruntime

NEEDED = {"onnx": ("onnxruntime", "onnxscript"), "openvino": ("openvino", "onnxscript")}
"""What each extra brings: the runtime, and what torch exports with."""
OUTPUT = "last_hidden_state"
APART = 1e-3
"""Most that the outputs of torch and of the runtime may differ by; rounding alone gives about 1e-6."""
PROBE = ["报纸上说了什么？", "北京"]
"""Two texts of different length, so that padding is tried too."""

Feed: TypeAlias = dict[str, NDArray[np.int64]]
Run: TypeAlias = Callable[[Feed], NDArray[np.float32]]


class Elsewhere(torch.nn.Module):
    """Stands in for the transformer: called alike, answers alike, holds no weights."""

    def __init__(self, run: Run, inputs: tuple[str, ...], config: object) -> None:
        super().__init__()
        self.config = config  # the library reads the width of the vectors from it
        self._run, self._inputs = run, inputs

    def forward(self, **features: object) -> Mapping[str, torch.Tensor]:
        given = _tensors({name: features[name] for name in self._inputs})
        return {OUTPUT: torch.from_numpy(self._run(_feed(given)))}


class _Positional(torch.nn.Module):
    """The transformer with its inputs in a fixed order and one output, as an export needs it."""

    def __init__(self, body: torch.nn.Module, inputs: tuple[str, ...]) -> None:
        super().__init__()
        self.body, self.inputs = body, inputs

    def forward(self, *values: torch.Tensor) -> torch.Tensor:
        made: torch.Tensor = self.body(**dict(zip(self.inputs, values, strict=True)), return_dict=True)[OUTPUT]
        return made


def need(backend: Backend) -> None:
    """Raises ``BackendMissing`` when the backend's extra is not installed."""
    for module in NEEDED.get(backend, ()):
        if find_spec(module) is None:
            raise BackendMissing(backend, module)


def move(model: SentenceTransformer, backend: Backend, kept: Path | None) -> None:
    """Let the runtime compute the model's transformer from now on.

    ``kept``: the file that keeps the export (made if it isn't there); None exports to a passing folder. Raises
    ``EncoderUnavailable`` when the transformer can't be exported, or the runtime's output differs from torch's.
    """
    body = getattr(model[0], "model", None)
    if not isinstance(body, torch.nn.Module):
        raise EncoderUnavailable(f"this model has no transformer for {backend}; unset BAOWEN_MODEL_BACKEND")
    body.eval()  # else dropout would be exported
    probe = _tensors(model.preprocess(PROBE))
    inputs = tuple(sorted(probe))
    with torch.no_grad():
        right = body(**probe, return_dict=True)[OUTPUT].numpy()
    with tempfile.TemporaryDirectory() as passing:
        file = kept or Path(passing) / "model.onnx"
        if not file.is_file():
            _export(_Positional(body, inputs).eval(), inputs, file)
        run = _onnxruntime(file) if backend == "onnx" else _openvino(file)
    difference = run(_feed(probe)) - right
    if "attention_mask" in probe:
        # Hidden states under padding belong to no token: pooling leaves them out, runtimes may fill them otherwise.
        difference = difference * probe["attention_mask"].numpy()[..., None]
    apart = float(np.abs(difference).max())
    if not apart <= APART:  # not a number is no agreement either
        raise EncoderUnavailable(f"{backend} gives other vectors than torch (by {apart:.1g}): {kept}; delete that file")
    model[0].model = Elsewhere(run, inputs, body.config)


def _tensors(features: Mapping[str, object]) -> dict[str, torch.Tensor]:
    """What a transformer takes; a tokenizer gives more than that."""
    return {name: value for name, value in features.items() if isinstance(value, torch.Tensor)}


def _feed(tensors: Mapping[str, torch.Tensor]) -> Feed:
    return {name: value.numpy() for name, value in tensors.items()}


def _export(body: torch.nn.Module, inputs: tuple[str, ...], file: Path) -> None:
    """Write the ONNX file; it appears under its name when it is whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    axes = {0: torch.export.Dim("texts"), 1: torch.export.Dim("tokens")}
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it tells of operators of packages that nobody needs
    # One tensor for each input: a shared one would be taken for one input.
    example = tuple(torch.ones((2, 7), dtype=torch.long) for _ in inputs)
    with tempfile.TemporaryDirectory(dir=file.parent) as beside, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch's exporter warns of its own deprecated calls
        partial = Path(beside) / file.name
        torch.onnx.export(
            body,
            example,
            partial,
            dynamo=True,
            input_names=inputs,
            output_names=[OUTPUT],
            dynamic_shapes=((axes,) * len(inputs),),
            external_data=False,
            verbose=False,
        )
        partial.replace(file)


def _onnxruntime(file: Path) -> Run:
    session = quiet_onnxruntime().InferenceSession(str(file), providers=["CPUExecutionProvider"])
    return lambda feed: session.run([OUTPUT], feed)[0]


def _openvino(file: Path) -> Run:
    import openvino

    # Processors with bfloat16 would round to it without being asked.
    compiled = openvino.Core().compile_model(str(file), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return lambda feed: compiled(feed)[0]
