using System.Globalization;
using System.Text;

namespace AccelSim.Explore.Speculation.MagicDec;

/// <summary>How well measured steps are predicted, and how well two baselines do.</summary>
public sealed record SpeculationSummary
{
    private const double MostTimeError = 15, MostSpeedupError = 10, LeastWithin = 80, LeastSigns = 95;

    public required int Rows { get; init; }

    /// <summary>Mean absolute errors in percent.</summary>
    public required double AutoregressiveError { get; init; }

    public required double DraftError { get; init; }

    public required double VerifyError { get; init; }

    public required double SpeedupError { get; init; }

    /// <summary>Rows whose speed-up is within 10 %.</summary>
    public required int Within { get; init; }

    /// <summary>The same with the row's own tokens per step.</summary>
    public required int WithinGivenTokens { get; init; }

    public required int Signs { get; init; }

    public required int BaselineWithin { get; init; }

    public required int BaselineSigns { get; init; }

    /// <summary>Signs right by saying that speculation is always faster.</summary>
    public required int AlwaysFasterSigns { get; init; }

    /// <summary>Rows of which a time is off by a quarter or more.</summary>
    public required string Outliers { get; init; }

    public bool Passes => AutoregressiveError <= MostTimeError && DraftError <= MostTimeError && VerifyError <= MostTimeError
        && 100.0 * Within >= LeastWithin * Rows && 100.0 * Signs >= LeastSigns * Rows;

    public static SpeculationSummary Of(IReadOnlyCollection<ScoredStep> scored)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ScoredStep[] drafting = [.. scored.Where(s => s.Measured.DraftMs > 0)];
        ScoredStep[] verifying = [.. scored.Where(s => s.Measured.VerifyMs > 0)];
        return new SpeculationSummary
        {
            Rows = scored.Count,
            AutoregressiveError = Mean(scored, s => s.AutoregressiveMs, s => s.Measured.AutoregressiveMs),
            DraftError = Mean(drafting, s => s.DraftMs, s => s.Measured.DraftMs),
            VerifyError = Mean(verifying, s => s.VerifyMs, s => s.Measured.VerifyMs),
            SpeedupError = Mean(scored, s => s.Speedup, s => s.Measured.Speedup),
            Within = scored.Count(s => Math.Abs(s.ErrorPercent) <= MostSpeedupError),
            WithinGivenTokens = scored.Count(s => Math.Abs(100 * (s.SpeedupGivenTokens / s.Measured.Speedup - 1)) <= MostSpeedupError),
            Signs = scored.Count(s => s.SignIsRight),
            BaselineWithin = scored.Count(s => Math.Abs(100 * (s.BaselineSpeedup / s.Measured.Speedup - 1)) <= MostSpeedupError),
            BaselineSigns = scored.Count(s => s.BaselineSignIsRight),
            AlwaysFasterSigns = scored.Count(s => s.Measured.Speedup >= 1),
            Outliers = OutlierText(scored),
        };
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        Line($"{Rows} rows; mean absolute error: autoregressive step {AutoregressiveError:0.0} %, drafts {DraftError:0.0} %, verification {VerifyError:0.0} %, speed-up {SpeedupError:0.0} %");
        Line($"speed-up within {MostSpeedupError:0} %: simulated {Within} ({WithinGivenTokens} given the row's tokens), constants of the reference {BaselineWithin}");
        Line($"faster or slower told right: simulated {Signs}, constants {BaselineSigns}, always faster {AlwaysFasterSigns}");
        if (Outliers.Length > 0) text.Append("outliers (a time off by 25 % or more; jumps of one kernel library between batches are not fitted):\n").Append(Outliers);
        Line($"{(Passes ? "passes" : "fails")}: times within {MostTimeError:0} %, {LeastWithin:0} % of speed-ups within {MostSpeedupError:0} %, {LeastSigns:0} % of signs");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static double Mean(IReadOnlyCollection<ScoredStep> rows, Func<ScoredStep, double> simulated, Func<ScoredStep, double> measured) =>
        rows.Count == 0 ? 0 : rows.Average(r => 100 * Math.Abs(simulated(r) / measured(r) - 1));

    private static string OutlierText(IEnumerable<ScoredStep> scored)
    {
        var text = new StringBuilder();
        foreach (ScoredStep s in scored)
        {
            foreach ((string name, double simulated, double measured) in (IEnumerable<(string, double, double)>)[("autoregressive", s.AutoregressiveMs, s.Measured.AutoregressiveMs), ("drafts", s.DraftMs, s.Measured.DraftMs), ("verification", s.VerifyMs, s.Measured.VerifyMs)])
            {
                if (measured > 0 && Math.Abs(simulated / measured - 1) >= 0.25)
                    text.Append(CultureInfo.InvariantCulture, $"  {s.Measured.Place}: {s.Measured.Gpu} {s.Measured.Target} {s.Measured.Draft} batch {s.Measured.Batch} context {s.Measured.Context}: {name} {simulated:0.0} ms, measured {measured:0.0} ms\n");
            }
        }
        return text.ToString();
    }
}
