"""The temperature of a dyad: a local-level estimate of the balance with a band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.errors import InputError
from detente.series.channels import Channels
from detente.series.table import Days, Floats, Ints

_STEP = 0.1  # prior median of the standard deviation of a step
_FEWEST = 4  # periods with events that an estimate of two variances needs


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Temperature:
    """A level over time and how sure it is.

    Parameters
    ----------
    starts, level, low, high, observed, n_events : (n_periods,)
        `level` in [-1, 1] from all conflict to all cooperation, with its 95 % band; `observed`
        is the raw balance, NaN where there was no event.
    filtered, filtered_sd : (n_periods,)
        The same from events up to each period alone: what could be said at the time.
    drift :
        Standard deviation of the level's step from one period to the next.
    """

    starts: Days
    observed: Floats
    n_events: Ints
    level: Floats
    sd: Floats
    low: Floats
    high: Floats
    filtered: Floats
    filtered_sd: Floats
    drift: float


def balance(counts: Ints) -> tuple[Floats, Floats]:
    """Return the balance of cooperation and conflict, and the variance of its error.

    The balance of a period with c cooperative and k conflictual events is (c - k) / (c + k).
    It is taken as a mean of n signs, whose share of cooperation is shrunk to a half by one
    event of either kind, so that a period of one event is not held certain: the variance is
    4 p (1 - p) / n with p = (c + 1) / (n + 2).

    Parameters
    ----------
    counts : (n_periods, 4)
        Verbal and material cooperation, verbal and material conflict.

    Examples
    --------
    >>> balance(np.array([[6, 2, 1, 1], [0, 0, 0, 0]]))[0]
    array([0.6, nan])
    """
    good = counts[:, :2].sum(axis=1).astype(float)
    n = counts.sum(axis=1).astype(float)
    empty = n == 0
    share = (good + 1) / (n + 2)
    safe = np.where(empty, 1.0, n)
    value = np.where(empty, np.nan, (2 * good - n) / safe)
    variance = np.where(empty, np.nan, 4 * share * (1 - share) / safe)
    return value, variance


def temperature(series: Channels, *, direction: int | None = None) -> Temperature:
    """Return the local-level estimate of a dyad's balance.

    Parameters
    ----------
    series :
        Channels of the dyad.
    direction :
        0 or 1 for one direction alone; both together if None.

    Raises
    ------
    InputError
        If fewer than four periods hold an event.

    References
    ----------
    Durbin, J. & Koopman, S. J. (2012). Time Series Analysis by State Space Methods, 2nd ed.,
    section 2.1 (the local level model), with the observation variance of each period known
    from its number of events. The deviation of the level's steps maximises the likelihood times
    a log-normal prior (median 0.1, one unit of log scale): plain maximum likelihood often lands
    on no drift at all (Harvey 1989, section 3.5), which would make every band equally narrow.
    """
    counts = series.totals if direction is None else series.counts[:, direction]
    observed, variance = balance(counts)
    if int(np.isfinite(observed).sum()) < _FEWEST:
        raise InputError(
            f"a temperature needs {_FEWEST} periods with events, got "
            f"{int(np.isfinite(observed).sum())}: take a shorter period, or import more events"
        )
    fit = _local_level(observed, variance)
    level, sd = fit["level"], fit["sd"]
    return Temperature(
        starts=series.starts,
        observed=observed,
        n_events=np.asarray(counts.sum(axis=1)),
        level=np.clip(level, -1, 1),
        sd=sd,
        low=np.clip(level - 1.96 * sd, -1, 1),
        high=np.clip(level + 1.96 * sd, -1, 1),
        filtered=np.clip(fit["filtered"], -1, 1),
        filtered_sd=fit["filtered_sd"],
        drift=float(fit["drift"][0]),
    )


def _local_level(observed: Floats, variance: Floats) -> dict[str, Floats]:
    """Fit the one unknown, the variance of the level's steps."""
    from scipy.optimize import minimize_scalar

    model = _model(observed, variance)

    def loss(log_step: float) -> float:
        prior = 0.5 * (log_step - np.log(_STEP)) ** 2
        return float(prior - model.loglike(np.array([np.exp(2 * log_step)])))

    found = minimize_scalar(loss, bounds=(np.log(1e-3), np.log(1.0)), method="bounded")
    drift = float(np.exp(2 * found.x))
    smoothed = model.smooth(np.array([drift]))
    return {
        "level": np.asarray(smoothed.smoothed_state[0]),
        "sd": np.sqrt(np.maximum(smoothed.smoothed_state_cov[0, 0], 0)),
        "filtered": np.asarray(smoothed.filtered_state[0]),
        "filtered_sd": np.sqrt(np.maximum(smoothed.filtered_state_cov[0, 0], 0)),
        "drift": np.array([np.sqrt(drift)]),
    }


def _model(observed: Floats, variance: Floats) -> Any:
    from statsmodels.tsa.statespace.mlemodel import MLEModel

    class LocalLevel(MLEModel):  # type: ignore[misc]
        """One level that drifts, seen with a variance that is known period by period."""

        def __init__(self) -> None:
            super().__init__(observed, k_states=1, k_posdef=1, loglikelihood_burn=0)
            self["design"] = np.ones((1, 1))
            self["transition"] = np.ones((1, 1))
            self["selection"] = np.ones((1, 1))
            filled = np.where(np.isfinite(variance), variance, 1.0)
            self.ssm["obs_cov"] = filled[None, None, :]
            self.ssm.initialize_known(np.zeros(1), np.ones((1, 1)))

        def update(self, params: Floats, **kwargs: bool) -> None:
            super().update(params, **kwargs)
            self["state_cov", 0, 0] = params[0]

    return LocalLevel()
