"""A BERT encoder in plain torch: the same numbers as the libraries', a fast start.

Importing sentence-transformers takes 5 to 10 seconds, most of what a cold question may cost. The
default model is a BERT encoder with mean pooling (Devlin et al., "BERT: Pre-training of Deep
Bidirectional Transformers for Language Understanding", 2019; Reimers and Gurevych,
"Sentence-BERT", 2019), and its forward pass is short. A test holds that both give the same
vectors; any other kind of model goes through sentence-transformers.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

_WEIGHTS = "model.safetensors"


def can_encode(folder: Path) -> bool:
    """Whether the model in the folder is a BERT encoder, mean-pooled and normalised or less."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    kinds = [module["type"].rsplit(".", 1)[-1] for module in modules]
    return (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and kinds in (["Transformer", "Pooling", "Normalize"], ["Transformer", "Pooling"])
        and (pooling.get("pooling_mode") == "mean" or pooling.get("pooling_mode_mean_tokens"))
        and (folder / _WEIGHTS).is_file()
        and (folder / "tokenizer.json").is_file()
    )


def fast_type() -> torch.dtype:
    """bfloat16 where the processor has instructions for it, else float32."""
    import torch

    if torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported():
        return torch.bfloat16
    return torch.float32


class BertEncoder:
    """A frozen BERT encoder on the processor."""

    def __init__(self, folder: Path, *, dtype: torch.dtype) -> None:
        from safetensors.torch import load_file

        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.layers: int = config["num_hidden_layers"]
        self.heads: int = config["num_attention_heads"]
        self.epsilon: float = config["layer_norm_eps"]
        self.dimension: int = config["hidden_size"]
        self.weights = {
            name.removeprefix("bert."): tensor.to(dtype)
            for name, tensor in load_file(folder / _WEIGHTS).items()
            if tensor.is_floating_point()
        }

    def encode(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Unit vectors of token sequences.

        Args:
            ids: token ids, int64 of shape (texts, tokens).
            mask: 1 for a token and 0 for padding, int64 of shape (texts, tokens).

        Returns:
            float32 of shape (texts, dimension), each row of length 1.
        """
        import torch

        with torch.inference_mode():
            states = self.hidden_states(ids, mask).float()
            weight = mask.unsqueeze(-1).float()
            pooled = (states * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(pooled, dim=1)

    def hidden_states(
        self, ids: torch.Tensor, mask: torch.Tensor, segments: torch.Tensor | None = None
    ) -> torch.Tensor:
        """The last layer's states, of shape (texts, tokens, dimension).

        Args:
            ids: token ids, int64 of shape (texts, tokens).
            mask: 1 for a token and 0 for padding, of the same shape.
            segments: 0 for the first and 1 for the second text of a pair; None is all 0.
        """
        import torch
        from torch.nn.functional import embedding, gelu, scaled_dot_product_attention

        count, length = ids.shape
        positions = torch.arange(length).expand(count, length)
        kinds = self.weights["embeddings.token_type_embeddings.weight"]
        states = (
            embedding(ids, self.weights["embeddings.word_embeddings.weight"])
            + embedding(positions, self.weights["embeddings.position_embeddings.weight"])
            + (kinds[0] if segments is None else embedding(segments, kinds))
        )
        states = self._norm(states, "embeddings.LayerNorm")
        visible = mask.bool()[:, None, None, :]
        for layer in range(self.layers):
            name = f"encoder.layer.{layer}"
            query, key, value = (
                self._linear(states, f"{name}.attention.self.{part}")
                .view(count, length, self.heads, -1)
                .transpose(1, 2)
                for part in ("query", "key", "value")
            )
            attended = scaled_dot_product_attention(query, key, value, attn_mask=visible)
            attended = attended.transpose(1, 2).reshape(count, length, -1)
            attended = self._linear(attended, f"{name}.attention.output.dense")
            states = self._norm(attended + states, f"{name}.attention.output.LayerNorm")
            inner = gelu(self._linear(states, f"{name}.intermediate.dense"))
            inner = self._linear(inner, f"{name}.output.dense")
            states = self._norm(inner + states, f"{name}.output.LayerNorm")
        return states

    def _linear(self, states: torch.Tensor, name: str) -> torch.Tensor:
        from torch.nn.functional import linear

        return linear(states, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _norm(self, states: torch.Tensor, name: str) -> torch.Tensor:
        from torch.nn.functional import layer_norm

        weight = self.weights[f"{name}.weight"]
        bias = self.weights[f"{name}.bias"]
        return layer_norm(states, weight.shape, weight, bias, self.epsilon)
