#!/usr/bin/env python3
"""Fits the ranking of tiles by Hopper's BLAS (Engine/Kernels/RankedTile.cs) to the kernel names of results/silicon/recorded; no time is read.

usage: rank.py        needs python3-numpy; a minute of processor time; the same files give the same numbers

Likelihood of a name: softmax over all recorded tiles and splits of -log(estimate) / temperature, a name saying only whether K was split. Shapes of the calibration
half fit (the hash of MeasuredShape.Calibrates), the others report. Prints the numbers of RankedTile and how often they are right.
"""
import csv, pathlib, re
import numpy as np

CORES, STEP_K, STEP_BYTES, RATE = 132, 64, 128, 2048  # of Hopper: cores, elements and bytes of a row per step of 16-bit floats, MACs per cycle
SPLITS = np.array([1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 32, 40, 48, 64.0])
NAME = re.compile(r"nvjet_sm90_tst_(\d+)x(\d+)_64x\d+_\dx\d_[vh]_bz_(?:coop[AB]_)?(splitK_)?TN[TN]")
START = {"operand_width": 24.0, "weights_faster": 1.0, "split_cycles": 6000.0, "sum_cycles": 2.0, "temperature": 0.1}
LEAST_STEPS = range(8, 25, 4)  # of a part of a split; whole numbers are tried one by one


def calibrates(extents):
    h = 2166136261
    for extent in (*extents, 0, 0, 0):
        for shift in (0, 8, 16, 24):
            h = ((h ^ (extent >> shift & 255)) * 16777619) & 0xFFFFFFFF
    h ^= h >> 15
    h = (h * 0x2C1B3C6D) & 0xFFFFFFFF
    return (h ^ h >> 12) & 1 == 0


def read():
    folder = pathlib.Path(__file__).resolve().parents[2] / "results" / "silicon" / "recorded"
    shapes = {}
    for chip in ("h100", "h200"):
        for weights in ("cold", "warm"):
            for row in csv.DictReader(open(folder / f"{chip}-gemm-{weights}.csv")):
                outputs, tokens, split = NAME.match(row["kernel"]).groups()
                shapes[tuple(int(row[k]) for k in "mnk")] = (int(tokens), int(outputs), split is not None)
    return shapes


def estimate(p, least_steps, shapes, tiles):
    """Cycles by shape, tile and split."""
    m, n, k = (shapes[:, i, None, None] for i in range(3))
    tokens, outputs, split = tiles[None, :, 0, None], tiles[None, :, 1, None], SPLITS[None, None, :]
    steps = np.ceil(k / STEP_K)
    step = tokens * outputs * STEP_K / RATE + STEP_BYTES * (tokens + outputs / p["weights_faster"]) / p["operand_width"]
    rounds = np.ceil(np.ceil(m / tokens) * np.ceil(n / outputs) * split / CORES)
    cycles = rounds * np.ceil(steps / split) * step + np.where(split > 1, p["split_cycles"] + p["sum_cycles"] * m * n * split / CORES, 0)
    return np.where((split == 1) | (steps >= least_steps * split), cycles, np.inf)


def loss(p, least_steps, shapes, tiles, tile, split):
    """Mean of -log of the likelihood, a name counting as at least 1 in 10000."""
    logits = -np.log(estimate(p, least_steps, shapes, tiles)) / p["temperature"]
    weight = np.exp(logits - logits.max((1, 2), keepdims=True))
    mine = weight[np.arange(len(shapes)), tile]
    return -np.log(np.where(split, mine[:, 1:].sum(1), mine[:, 0]) / weight.sum((1, 2)) + 1e-4).mean()


def main():
    names = read()
    shapes = np.array(list(names), float)
    tiles = sorted({(t, o) for t, o, _ in names.values()})
    tile = np.array([tiles.index((t, o)) for t, o, _ in names.values()])
    split = np.array([s for _, _, s in names.values()])
    half = np.array([calibrates(s) for s in names])
    tiles = np.array(tiles, float)
    fitting = shapes[half], tiles, tile[half], split[half]
    found = None
    for least_steps in LEAST_STEPS:
        p, step = dict(START), {k: 0.3 for k in START}
        best = loss(p, least_steps, *fitting)
        for _ in range(25):
            for key in p:
                for sign in (1, -1):
                    tried = dict(p, **{key: p[key] * np.exp(sign * step[key])})
                    value = loss(tried, least_steps, *fitting)
                    if value < best:
                        p, best = tried, value
                        break
                else:
                    step[key] *= 0.6
        print(f"least_steps {least_steps}: loss {best:.4f} " + " ".join(f"{k} {v:.4g}" for k, v in p.items()), flush=True)
        if found is None or best < found[0]:
            found = best, least_steps, p
    _, least_steps, p = found
    first = estimate(p, least_steps, shapes[~half], tiles).reshape((~half).sum(), -1).argmin(1)
    right = first // len(SPLITS) == tile[~half]
    print(f"best: least_steps {least_steps}; other half of {len(right)} shapes: tile right for {right.mean():.3f}, split or not for {((first % len(SPLITS) > 0) == split[~half]).mean():.3f}")


main()
