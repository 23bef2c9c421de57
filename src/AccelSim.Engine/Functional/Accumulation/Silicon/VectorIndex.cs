using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation.Silicon;

/// <summary>Reads the <c>index.csv</c> of a folder of recorded vectors. Other columns than the needed ones are allowed and passed over.</summary>
public static class VectorIndex
{
    private static readonly string[] Needed = ["file", "gpu", "sm", "in", "out", "k", "rows", "instruction", "model", "L", "F", "rho", "e0", "sha256_csv"];

    private static readonly Dictionary<string, ScalarFormat> Formats = new()
    {
        ["e4m3"] = ScalarFormats.Fp8E4M3,
        ["e5m2"] = ScalarFormats.Fp8E5M2,
        ["fp16"] = ScalarFormats.Fp16,
        ["bf16"] = ScalarFormats.Bf16,
        ["tf32"] = ScalarFormats.Tf32,
        ["fp32"] = ScalarFormats.Fp32,
    };

    /// <summary>The files of an index.</summary>
    /// <exception cref="FormatException">A line is wrong; the message begins with its number.</exception>
    public static ImmutableArray<VectorFile> Read(TextReader text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] header = text.ReadLine()?.Split(',') ?? [];
        string[] missing = [.. Needed.Except(header)];
        if (missing.Length > 0)
            throw new FormatException($"1: columns {string.Join(", ", missing)} are missing");
        var files = ImmutableArray.CreateBuilder<VectorFile>();
        for (int line = 2; text.ReadLine() is { } row; line++)
        {
            string[] cells = row.Split(',');
            if (cells.Length != header.Length)
                throw new FormatException(At(line, "", $"{cells.Length} cells under {header.Length} columns"));
            files.Add(Entry(line, name => cells[Array.IndexOf(header, name)]));
        }
        return files.ToImmutable();
    }

    private static VectorFile Entry(int line, Func<string, string> cell)
    {
        int sm = Whole(line, cell, "sm"), terms = Whole(line, cell, "k"), rows = Whole(line, cell, "rows");
        string name = cell("file"), model = cell("model");
        if (name.Length == 0 || name.AsSpan().ContainsAny('/', '\\'))
            throw new FormatException(At(line, "file", $"'{name}' is no file name"));
        if (terms < 1 || rows < 0)
            throw new FormatException(At(line, "k", $"{rows} rows of {terms} terms"));
        if (model is not ("t-fdpa" or "fp8-mma-emulated"))
            throw new FormatException(At(line, "model", $"'{model}' is unknown; t-fdpa and fp8-mma-emulated are allowed"));
        OutputRounding rounding = OutputRounding.Find(cell("rho"))
            ?? throw new FormatException(At(line, "rho", $"'{cell("rho")}' is unknown; {string.Join(", ", OutputRounding.All)} are allowed"));
        ScalarFormat input = Format(line, cell, "in"), output = Format(line, cell, "out");
        if (rounding.Container != output)
            throw new FormatException(At(line, "rho", $"{rounding} does not give {output}"));
        var parameters = new TFdpaParameters(Whole(line, cell, "L"), Whole(line, cell, "F"), rounding, Whole(line, cell, "e0"));
        if (parameters.Fault() is { } fault)
            throw new FormatException(At(line, "L", fault));
        bool emulated = model != "t-fdpa";
        if (emulated && !ScalarFormats.Fp16.Contains(input))
            throw new FormatException(At(line, "in", $"fp8-mma-emulated does not take {input}"));
        return new VectorFile
        {
            Name = name,
            Gpu = cell("gpu"),
            Sm = sm,
            Input = input,
            Output = output,
            Terms = terms,
            Rows = rows,
            Instruction = cell("instruction"),
            Emulated = emulated,
            Parameters = parameters,
            Sha256 = cell("sha256_csv"),
        };
    }

    private static ScalarFormat Format(int line, Func<string, string> cell, string column) => Formats.TryGetValue(cell(column), out ScalarFormat? format)
        ? format
        : throw new FormatException(At(line, column, $"'{cell(column)}' is unknown; {string.Join(", ", Formats.Keys)} are allowed"));

    private static int Whole(int line, Func<string, string> cell, string column) =>
        int.TryParse(cell(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new FormatException(At(line, column, $"'{cell(column)}' is no whole number"));

    private static string At(int line, string column, string message) =>
        string.Create(CultureInfo.InvariantCulture, $"{line}: {(column.Length > 0 ? column + ": " : "")}{message}");
}
