using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation.Silicon;

/// <summary>One line of <c>index.csv</c>: a file of dot products that a GPU computed, and the model that is said to reproduce it.</summary>
public sealed record VectorFile
{
    /// <summary>File name within the folder; a gzip of CSV text.</summary>
    public required string Name { get; init; }

    public required string Gpu { get; init; }

    /// <summary>Compute capability times ten.</summary>
    public required int Sm { get; init; }

    public required ScalarFormat Input { get; init; }

    public required ScalarFormat Output { get; init; }

    /// <summary>Terms of a row.</summary>
    public required int Terms { get; init; }

    public required int Rows { get; init; }

    /// <summary>What recorded it, such as <c>wgmma k32</c>.</summary>
    public required string Instruction { get; init; }

    /// <summary>True for FP8 <c>mma.sync</c> where it is emulated, false for T-FDPA.</summary>
    public required bool Emulated { get; init; }

    public required TFdpaParameters Parameters { get; init; }

    /// <summary>SHA-256 of the decompressed text, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The model of the index, or of changed parameters.</summary>
    public DotAccumulator Build(TFdpaParameters? changed = null) => Emulated
        ? new Fp8MmaEmulated(Input, Input, Output, Fp8MmaVersion.Chained, changed ?? Parameters)
        : new TFdpa(Input, Input, changed ?? Parameters);

    public override string ToString() => Name;
}
