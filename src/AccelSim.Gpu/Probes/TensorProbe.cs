using AccelSim.Model.Formats;

namespace AccelSim.Gpu.Probes;

/// <summary>One matrix instruction of a real tensor core, to be fed and its results kept.</summary>
/// <param name="Name">Instruction, operand types and result type, such as <c>wgmma.e4m3.e4m3.f32</c>.</param>
/// <param name="Mnemonic">The PTX instruction.</param>
/// <param name="Left">Format of A.</param>
/// <param name="Right">Format of B.</param>
/// <param name="Output">Format of C and D.</param>
public sealed record TensorProbe(string Name, string Mnemonic, ScalarFormat Left, ScalarFormat Right, ScalarFormat Output)
{
    /// <summary>Bytes of K that one instruction takes, whatever the element type.</summary>
    private const int StepBytes = 32;

    /// <summary>Columns of a tile.</summary>
    public const int Columns = 8;

    /// <summary>Name of the entry in every module.</summary>
    public const string Entry = "probe";

    private bool IsWarpgroup => Name.StartsWith("wgmma", StringComparison.Ordinal);

    private bool IsFp8 => Left.Bits == 8 && Left.Kind == ScalarKind.Float;

    /// <summary>Rows of a tile.</summary>
    public int Rows => IsWarpgroup ? 64 : 16;

    /// <summary>Threads that work on a tile.</summary>
    public int Threads => IsWarpgroup ? 128 : 32;

    /// <summary>k of the instruction.</summary>
    public int Terms => StepBytes * 8 / Left.Bits;

    /// <summary>The architecture that the text names: wgmma exists on sm_90a alone, FP8 since sm_89, the rest since sm_80.</summary>
    public string Target => IsWarpgroup ? "sm_90a" : IsFp8 ? "sm_89" : "sm_80";

    /// <summary>PTX ISA version that the instruction needs: 8.0 for wgmma, 8.4 for FP8 mma.</summary>
    public string PtxVersion => IsWarpgroup ? "8.0" : IsFp8 ? "8.4" : "7.0";

    /// <summary>Whether a GPU of this compute capability times ten has the instruction.</summary>
    public bool RunsOn(int capability) => IsWarpgroup ? capability == 90 : capability >= (IsFp8 ? 89 : 80);

    /// <summary>The module: one of four texts with the instruction put in.</summary>
    public string Text()
    {
        string name = $"{(IsWarpgroup ? "wgmma" : "mma")}{(Output.Bits == 16 ? 16 : 32)}.ptx";
        using Stream stream = typeof(TensorProbe).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        // Descriptors of wgmma are followed by the signs of A and B, and for 16-bit types by their transpositions; integers take neither.
        string tail = Left.Kind == ScalarKind.Integer ? "" : Left.Bits == 16 ? ", 1, 1, 0, 0" : ", 1, 1";
        return reader.ReadToEnd().Replace("@VERSION@", PtxVersion, StringComparison.Ordinal).Replace("@TARGET@", Target, StringComparison.Ordinal)
            .Replace("@MMA@", Mnemonic, StringComparison.Ordinal).Replace("@TAIL@", tail, StringComparison.Ordinal);
    }

    public override string ToString() => Name;
}
