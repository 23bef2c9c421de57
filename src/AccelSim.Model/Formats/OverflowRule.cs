namespace AccelSim.Model.Formats;

/// <summary>What a value beyond the largest finite one becomes.</summary>
public enum OverflowRule
{
    /// <summary>The largest finite value of its sign; infinities too (OCP MX 1.0 elements, PTX .satfinite).</summary>
    Saturate,

    /// <summary>
    /// Infinity, or NaN where the format has none, or the largest finite value where it has neither. Also under truncation, as tensor cores do
    /// (arXiv 2511.10909): only values below the next step above the largest truncate to it.
    /// </summary>
    Infinity,
}
