#!/usr/bin/env python3
"""Times 16-bit GEMMs of an NVIDIA GPU with PyTorch's BLAS, in the shape that `accelsim verify silicon --data` reads.

usage: record.py MACHINE OUT.csv [--seconds S] [--seed N] [--warm]

Each time is the median over seven replays of a CUDA graph of many products, divided by their number. The products of a graph go round as many
weights as 2.5 times the L2 holds, up to 64 of them (weight_copies), so weights come from DRAM; with --warm one weight stays in L2 if it fits.
The kernel that ran is named by PyTorch's profiler.
Columns: machine, dtype, m, n, k, latency_us (us), framework, version, kernel, sparse_us (2:4, cuSPARSELt; empty where not run), sparse_kernel, weight_copies, back_to_back (products of a graph).
Shapes are drawn from a seed: tokens 1 to 16384, outputs and K of transformer layers. Clocks are left as they are.
"""
import argparse, csv, random, statistics, sys, time
import torch


def name_of(run):
    """The longest kernel of one call, and how many kernels there were."""
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as profile:
        run()
        torch.cuda.synchronize()
    kernels = [e for e in profile.events() if e.device_type == torch.autograd.DeviceType.CUDA and "Memset" not in e.name]
    if not kernels:
        return ""
    longest = max(kernels, key=lambda e: e.device_time)
    return longest.name.split("(")[0] + (f" +{len(kernels) - 1}" if len(kernels) > 1 else "")


def microseconds(calls, rounds):
    for call in calls[:2]:
        call()
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        for _ in range(rounds):
            for call in calls:
                call()
    graph.replay()
    torch.cuda.synchronize()
    times = []
    for _ in range(7):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        graph.replay()
        end.record()
        end.synchronize()
        times.append(1000 * start.elapsed_time(end) / (rounds * len(calls)))
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("machine")
    parser.add_argument("out")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--warm", action="store_true", help="one weight again and again")
    options = parser.parse_args()
    device = torch.cuda.get_device_properties(0)
    l2 = getattr(device, "L2_cache_size", 50 << 20)
    version = torch.__version__
    draw = random.Random(options.seed)
    tokens = [1, 2, 4, 8, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 4096, 8192, 16384]
    sizes = [128, 256, 512, 1024, 1536, 2048, 2560, 3072, 4096, 5120, 6144, 7168, 8192, 10240, 12288, 14336, 16384, 20480, 28672]
    begin, seen, rows = time.time(), set(), 0
    with open(options.out, "w", newline="") as file:
        write = csv.writer(file)
        write.writerow(["machine", "dtype", "m", "n", "k", "latency_us", "framework", "version", "kernel", "sparse_us", "sparse_kernel", "weight_copies", "back_to_back"])
        while time.time() - begin < options.seconds:
            m, n, k = draw.choice(tokens), draw.choice(sizes), draw.choice(sizes)
            if (m, n, k) in seen or m * n * k > 2 ** 41:
                continue
            seen.add((m, n, k))
            copies = 1 if options.warm else min(64, max(2, int(2.5 * l2 / (2 * n * k)) + 1))
            a = torch.randn(m, k, device="cuda", dtype=torch.bfloat16)
            weights = [torch.randn(n, k, device="cuda", dtype=torch.bfloat16) for _ in range(copies)]
            c = torch.empty(m, n, device="cuda", dtype=torch.bfloat16)
            calls = [lambda w=w: torch.mm(a, w.t(), out=c) for w in weights]
            rounds = max(1, 64 // copies) if m * n * k < 2 ** 36 else 1
            sparse_us, sparse_kernel = "", ""
            try:
                us = microseconds(calls, rounds)
                kernel = name_of(calls[0])
                if rows % 6 == 0 and m >= 64 and min(n, k) >= 512:
                    sparse_us, sparse_kernel = sparse(weights[:4] if copies > 4 else weights, a)
            except Exception as problem:  # one shape that a library refuses must not end the recording
                print(f"{m}x{n}x{k}: {problem}", file=sys.stderr)
                continue
            write.writerow([options.machine, "bfloat16", m, n, k, f"{us:.3f}", "PyTorch", version, kernel, sparse_us, sparse_kernel, copies, rounds * copies])
            file.flush()
            rows += 1
    print(f"{rows} shapes in {time.time() - begin:.0f} s on {device.name}")


def sparse(weights, a):
    """The same product with weights pruned 2:4; times one weight after the other."""
    mask = torch.tensor([1, 1, 0, 0], device="cuda", dtype=torch.bfloat16)
    pruned = [torch.sparse.to_sparse_semi_structured(w * mask.repeat(w.shape[1] // 4)) for w in weights]
    calls = [lambda p=p: torch.nn.functional.linear(a, p) for p in pruned]
    us = microseconds(calls, max(1, 16 // len(calls)))
    return f"{us:.3f}", name_of(calls[0])


main()
