using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation;

/// <summary>One step of a strategy, term by term. Times in milliseconds.</summary>
public sealed record SpeculativeStep
{
    public required SpeculationStrategy Strategy { get; init; }

    public required long Batch { get; init; }

    /// <summary>Mean context.</summary>
    public required long Context { get; init; }

    /// <summary>T_T: one autoregressive step of the target.</summary>
    public required PassTime Autoregressive { get; init; }

    /// <summary>All draft passes together, catch-up included, selection apart.</summary>
    public required PassTime Draft { get; init; }

    /// <summary>All selections together.</summary>
    public required PassTime Selection { get; init; }

    /// <summary>T_V.</summary>
    public required PassTime Verify { get; init; }

    public required double HostMs { get; init; }

    /// <summary>Omega, mean tokens per sequence and step.</summary>
    public required double TokensPerStep { get; init; }

    /// <summary>Bytes that must lie in each chip's memory.</summary>
    public required SpeculationMemory Memory { get; init; }

    public double DraftMs => Draft.Milliseconds + Selection.Milliseconds;

    /// <summary>gamma (T_D + T_select) + T_V + T_host.</summary>
    public double StepMs => DraftMs + Verify.Milliseconds + HostMs;

    /// <summary>Time per output token of a sequence.</summary>
    public double TimePerTokenMs => StepMs / TokensPerStep;

    /// <summary>Of the whole batch.</summary>
    public double TokensPerSecond => Batch / TimePerTokenMs * 1e3;

    public double Speedup => Autoregressive.Milliseconds / TimePerTokenMs;

    /// <summary>The part of the step that takes longest, and what bounds it.</summary>
    public string Limit =>
        Verify.Milliseconds >= DraftMs && Verify.Milliseconds >= HostMs ? Named("verify", Verify)
        : HostMs > DraftMs ? "host" : Selection.Seconds > Draft.Seconds ? Named("select", Selection) : Named("draft", Draft);

    private static string Named(string part, PassTime time) => time.Bound.Length > 0 ? $"{part}: {time.Bound}" : part;
}
