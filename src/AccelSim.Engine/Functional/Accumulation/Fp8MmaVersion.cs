namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>How an assembler spells FP8 <c>mma.sync</c> on a GPU that has no such instruction: a property of software, not of silicon.</summary>
public enum Fp8MmaVersion
{
    /// <summary>The two halves are chained, d = T(hi, T(lo, 0)), and C is added once: reproduces every recorded H100, H200 and B200 result.</summary>
    Chained,

    /// <summary>The two halves start from zero each and are added by fp32 additions, (lo + hi) + C: read from sm_90 machine code of assembler 12.4, never run.</summary>
    Assembler124,
}
