using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation.MagicDec;

/// <summary>A measured step beside its prediction; times in milliseconds.</summary>
public sealed record ScoredStep(MeasuredStep Measured, PaperRow Row, SpeculativeStep Simulated, double BaselineSpeedup)
{
    public double DraftMs => Simulated.DraftMs;

    public double VerifyMs => Simulated.Verify.Milliseconds;

    public double AutoregressiveMs => Simulated.Autoregressive.Milliseconds;

    public double SpeculativeMs => Simulated.TimePerTokenMs;

    public double TokensPerStep => Simulated.TokensPerStep;

    public double Speedup => Simulated.Speedup;

    /// <summary>With the row's own tokens per step instead of the predicted ones.</summary>
    public double SpeedupGivenTokens => AutoregressiveMs * Measured.TokensPerStep / Simulated.StepMs;

    /// <summary>Of the speed-up, percent.</summary>
    public double ErrorPercent => 100 * (Speedup / Measured.Speedup - 1);

    /// <summary>Whether faster and slower than autoregressive are told apart; a measured 1 is neither.</summary>
    public bool SignIsRight => Measured.Speedup == 1 || Speedup > 1 == Measured.Speedup > 1;

    public bool BaselineSignIsRight => Measured.Speedup == 1 || BaselineSpeedup > 1 == Measured.Speedup > 1;
}
