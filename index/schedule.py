"""The learning rate of a training run: up from nothing, then down to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch.optim import Optimizer
    from torch.optim.lr_scheduler import LambdaLR


def rise_and_fall(optimizer: Optimizer, steps: int, warm_up: float) -> LambdaLR:
    """A schedule that rises to the optimizer's own rates and falls to 0, both in a line.

    Args:
        optimizer: whose rates are scaled.
        steps: of the whole run.
        warm_up: share of the steps in which the rate rises, 0 to 1.
    """
    from torch.optim.lr_scheduler import LambdaLR

    rising = max(1, int(warm_up * steps))
    return LambdaLR(
        optimizer,
        lambda step: max(0.0, min((step + 1) / rising, (steps - step) / max(1, steps - rising))),
    )
