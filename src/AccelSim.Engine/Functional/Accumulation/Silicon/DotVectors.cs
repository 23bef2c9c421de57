using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation.Silicon;

/// <summary>Reads the rows of a file of recorded vectors.</summary>
public static class DotVectors
{
    /// <summary>All rows of a gzip of CSV text, held against the length and the hash that the index states.</summary>
    /// <exception cref="FormatException">The text is not what the index says; the message begins with the line where there is one.</exception>
    public static ImmutableArray<DotVector> Read(VectorFile file, Stream compressed)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var text = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(compressed, CompressionMode.Decompress);
            gzip.CopyTo(text);
        }
        catch (InvalidDataException e)
        {
            throw new FormatException($"is no gzip file: {e.Message}", e);
        }
        byte[] bytes = text.ToArray();
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (hash != file.Sha256)
            throw new FormatException($"its text has SHA-256 {hash}, the index says {file.Sha256}");
        ImmutableArray<DotVector> rows = Rows(file, new StringReader(Encoding.ASCII.GetString(bytes)));
        return rows.Length == file.Rows ? rows : throw new FormatException($"has {rows.Length} rows, the index says {file.Rows}");
    }

    private static ImmutableArray<DotVector> Rows(VectorFile file, StringReader text)
    {
        text.ReadLine();
        var rows = ImmutableArray.CreateBuilder<DotVector>();
        for (int line = 2; text.ReadLine() is { } row; line++)
        {
            uint[] words = [.. row.Split(',').Select(word => uint.TryParse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)
                ? value
                : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{line}: '{word}' is no hexadecimal word")))];
            if (words.Length != 2 * file.Terms + 2)
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{line}: {words.Length} words, not {2 * file.Terms + 2}"));
            rows.Add(new(Codes(file.Input, words[..file.Terms]), Codes(file.Input, words[file.Terms..^2]), words[^2], words[^1]));
        }
        return rows.ToImmutable();
    }

    /// <summary>tf32 is recorded in fp32 words; its code is their upper 19 bits, and the tensor core ignores the others.</summary>
    private static uint[] Codes(ScalarFormat format, uint[] words)
    {
        int unused = format == ScalarFormats.Tf32 ? format.Bits - format.CodeBits : 0;
        return Array.ConvertAll(words, w => w >> unused);
    }
}
