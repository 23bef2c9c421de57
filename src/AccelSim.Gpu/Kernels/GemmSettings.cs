namespace AccelSim.Gpu.Kernels;

/// <summary>Places in the settings of a kernel, one 32-bit word each.</summary>
internal static class GemmSettings
{
    public const int N = 0, K = 1;

    /// <summary>Words of a row, bits a stored code, exponent bits (0: integer), integer or fraction bits, and infinities, of the left operand.</summary>
    public const int LeftWords = 2, LeftWidth = 3, LeftExponent = 4, LeftBits = 5, LeftInfinities = 6;

    /// <summary>The same of the right operand; for SQ of its low part.</summary>
    public const int RightWords = 7, RightWidth = 8, RightExponent = 9, RightBits = 10, RightInfinities = 11;

    /// <summary>Elements under one scale, and scales a row.</summary>
    public const int LeftSegment = 12, LeftSegments = 13, RightSegment = 14, RightSegments = 15;

    /// <summary>fp32 words: 2^unit, which makes a sum a value, and the scales of the tensors, used where the flag is 1.</summary>
    public const int Unit = 16, HasTensorScale = 17, LeftTensorScale = 18, RightTensorScale = 19;

    /// <summary>The high part of SQ: words, width, exponent bits, bits, elements a bank; then the shifts of both parts to their common unit.</summary>
    public const int HighWords = 20, HighWidth = 21, HighExponent = 22, HighBits = 23, HighPerBank = 24, LowShift = 25, HighShift = 26;

    /// <summary>The code under a high element; 1 where all low sums come before all high ones; offset of the high scales; 1 where there is no low type.</summary>
    public const int MaskCode = 27, TwoPass = 28, HighScales = 29, LowIsZero = 30;

    /// <summary>T-FDPA: group length, fraction bits, exponent of zero, and of the result exponent bits, mantissa bits of the word and those kept, 1 for nearest-even.</summary>
    public const int Group = 12, Fraction = 13, ZeroExponent = 14, OutExponent = 15, OutMantissa = 16, OutKept = 17, OutNearest = 18;

    /// <summary>How many there are.</summary>
    public const int Count = 31;
}
