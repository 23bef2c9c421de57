namespace AccelSim.Model.Speculation;

/// <summary>A measured speculative step (a row of measured_steps.csv); times in milliseconds.</summary>
public sealed record MeasuredStep
{
    /// <summary>File and line.</summary>
    public required string Place { get; init; }

    /// <summary>Table of the paper.</summary>
    public required string Table { get; init; }

    public required string Target { get; init; }

    /// <summary>Drafter and cache: <c>self+SnapKV</c>, <c>TinyLlama-1.1B+StreamingLLM</c>.</summary>
    public required string Draft { get; init; }

    public required string Task { get; init; }

    /// <summary>Number and kind: <c>8xA100</c>.</summary>
    public required string Gpu { get; init; }

    public required int TensorParallel { get; init; }

    /// <summary>As written: a number, NR or opt(NR).</summary>
    public required string Budget { get; init; }

    public required long Context { get; init; }

    public required long Batch { get; init; }

    public required int Gamma { get; init; }

    /// <summary>All gamma draft steps.</summary>
    public required double DraftMs { get; init; }

    public required double VerifyMs { get; init; }

    public required double TokensPerStep { get; init; }

    public required double AutoregressiveMs { get; init; }

    public required double SpeculativeMs { get; init; }

    public required double Speedup { get; init; }
}
